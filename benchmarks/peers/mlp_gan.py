"""The step of the GAN of two perceptrons that a PyTorch user would write: eager mode, Adam, default settings, fp32."""

import torch
from torch import nn

from protocol import read_safetensors, serve, state_of


def perceptron(sizes, activation, end):
    layers = []
    for i, (before, after) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(before, after))
        layers += [activation()] if i + 2 < len(sizes) else end
    return nn.Sequential(*layers)


def prepare(request):
    tensors = read_safetensors(request["data"])
    batch = request["batch"]
    real, pending = tensors["real"].flatten(1), list(tensors["noise"])
    G = perceptron([64, 256, 256, 784], nn.ReLU, [nn.Tanh()])
    D = perceptron([784, 256, 256, 1], lambda: nn.LeakyReLU(0.2), [])
    weights = read_safetensors(request["weights"])
    G.load_state_dict(state_of(weights, "generator."))
    D.load_state_dict(state_of(weights, "discriminator."))
    optimizer_d = torch.optim.Adam(D.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_g = torch.optim.Adam(G.parameters(), lr=2e-4, betas=(0.5, 0.999))
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(batch), torch.zeros(batch)

    def step():
        fake = G(pending.pop(0) if pending else torch.randn(batch, 64))
        optimizer_d.zero_grad()
        loss_d = criterion(D(real).view(-1), ones) + criterion(D(fake.detach()).view(-1), zeros)
        loss_d.backward()
        optimizer_d.step()
        optimizer_g.zero_grad()
        loss_g = criterion(D(fake).view(-1), ones)
        loss_g.backward()
        optimizer_g.step()
        return loss_d.item(), loss_g.item()

    return step


if __name__ == "__main__":
    serve(prepare)
