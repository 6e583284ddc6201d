"""The DCGAN step that a PyTorch user would write: eager mode, plain NCHW, Adam, default settings.

Networks and order of the step are those of PyTorch's official example: D on real images, D on fakes, Adam; then G through the
updated D with the same fakes, Adam. One difference: BCE on logits instead of sigmoid and BCE, which is the same loss, stable, and
allowed under autocast.

Modes: fp32; bf16 (autocast around the forward passes); compile (bf16, channels-last, fused Adam, torch.compile of both networks).
"""

import contextlib

import torch
from torch import nn

from protocol import read_safetensors, serve, state_of


class Network(nn.Module):
    def __init__(self, layers):
        super().__init__()
        self.main = nn.Sequential(*layers)

    def forward(self, x):
        return self.main(x)


def generator(size, channels, latent, width):
    factors = [2**i for i in reversed(range(size.bit_length() - 3))]
    layers = [nn.ConvTranspose2d(latent, width * factors[0], 4, 1, 0, bias=False)]
    for i, factor in enumerate(factors):
        layers += [nn.BatchNorm2d(width * factor), nn.ReLU(True)]
        after = width * factors[i + 1] if i + 1 < len(factors) else channels
        layers.append(nn.ConvTranspose2d(width * factor, after, 4, 2, 1, bias=False))
    return Network([*layers, nn.Tanh()])


def discriminator(size, channels, width):
    factors = [2**i for i in range(size.bit_length() - 3)]
    layers, before = [], channels
    for factor in factors:
        layers.append(nn.Conv2d(before, width * factor, 4, 2, 1, bias=False))
        if factor > 1:
            layers.append(nn.BatchNorm2d(width * factor))
        layers.append(nn.LeakyReLU(0.2, inplace=True))
        before = width * factor
    return Network([*layers, nn.Conv2d(before, 1, 4, 1, 0, bias=False)])


def prepare(request):
    mode, latent = request["mode"], request["latentDim"]
    tensors = read_safetensors(request["data"])
    real, noises = tensors["real"], tensors["noise"]
    batch, channels, size, _ = real.shape
    G = generator(size, channels, latent, request["width"])
    D = discriminator(size, channels, request["width"])
    weights = read_safetensors(request["weights"])
    G.load_state_dict(state_of(weights, "generator."))
    D.load_state_dict(state_of(weights, "discriminator."))
    fused = {}
    if mode == "compile":
        real = real.to(memory_format=torch.channels_last)
        G, D = (torch.compile(n.to(memory_format=torch.channels_last)) for n in (G, D))
        fused = {"fused": True}
    optimizer_d = torch.optim.Adam(D.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    optimizer_g = torch.optim.Adam(G.parameters(), lr=2e-4, betas=(0.5, 0.999), **fused)
    criterion = nn.BCEWithLogitsLoss()
    ones, zeros = torch.ones(batch), torch.zeros(batch)
    pending = list(noises)  # the first steps use the noise of the other process, so that losses can be compared

    def precision():
        return contextlib.nullcontext() if mode == "fp32" else torch.autocast("cpu", dtype=torch.bfloat16)

    def loss_of(images, target):
        with precision():
            logits = D(images).view(-1)
        return criterion(logits.float(), target)

    def step():
        D.zero_grad()
        loss_real = loss_of(real, ones)
        loss_real.backward()
        noise = pending.pop(0) if pending else torch.randn(batch, latent)
        with precision():
            fake = G(noise.view(batch, latent, 1, 1))
        loss_fake = loss_of(fake.detach(), zeros)
        loss_fake.backward()
        optimizer_d.step()
        G.zero_grad()
        loss_g = loss_of(fake, ones)
        loss_g.backward()
        optimizer_g.step()
        return loss_real.item() + loss_fake.item(), loss_g.item()

    return step


if __name__ == "__main__":
    serve(prepare)
