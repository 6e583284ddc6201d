"""The CycleGAN step as its authors' code makes it: eager mode, plain NCHW, Adam, default settings, identity loss on.

Both generators by one sum of six losses, Adam; then both discriminators on reals and pooled fakes, Adam. The pools of 50 images
are still filling while this is timed: they give back what they are given.
"""

import contextlib
import itertools

import torch
from torch import nn

from protocol import read_safetensors, serve, state_of
from translation_networks import patch_discriminator, resnet


def prepare(request):
    tensors = read_safetensors(request["data"])
    real_a, real_b = tensors["real"], tensors["target"]
    weights = read_safetensors(request["weights"])
    width = request["width"]
    G_a, G_b = resnet(width=width), resnet(width=width)
    D_a, D_b = (patch_discriminator(3, width, instance=True) for _ in range(2))
    for network, name in ((G_a, "generator.a2b."), (G_b, "generator.b2a."), (D_a, "discriminator.b."), (D_b, "discriminator.a.")):
        network.load_state_dict(state_of(weights, name))
    optimizers = [
        torch.optim.Adam(itertools.chain(a.parameters(), b.parameters()), lr=2e-4, betas=(0.5, 0.999))
        for a, b in ((G_a, G_b), (D_a, D_b))
    ]
    optimizer_g, optimizer_d = optimizers
    square, difference = nn.MSELoss(), nn.L1Loss()

    def precision():
        return contextlib.nullcontext() if request["mode"] == "fp32" else torch.autocast("cpu", dtype=torch.bfloat16)

    def learns(yes):
        for parameter in itertools.chain(D_a.parameters(), D_b.parameters()):
            parameter.requires_grad = yes

    def loss_of(network, images, target):
        with precision():
            logits = network(images).float()
        return square(logits, torch.full_like(logits, target))

    def halved(network, real, fake):
        loss = 0.5 * (loss_of(network, real, 1.0) + loss_of(network, fake.detach(), 0.0))
        loss.backward()
        return loss.item()

    def step():
        with precision():
            fake_b = G_a(real_a)
            again_a = G_b(fake_b)
            fake_a = G_b(real_b)
            again_b = G_a(fake_a)
        learns(False)
        optimizer_g.zero_grad()
        with precision():
            same_b, same_a = G_a(real_b), G_b(real_a)
        identity = 5 * (difference(same_b.float(), real_b) + difference(same_a.float(), real_a))
        cycle = 10 * (difference(again_a.float(), real_a) + difference(again_b.float(), real_b))
        loss_g = loss_of(D_a, fake_b, 1.0) + loss_of(D_b, fake_a, 1.0) + cycle + identity
        loss_g.backward()
        optimizer_g.step()
        learns(True)
        optimizer_d.zero_grad()
        loss_d = halved(D_a, real_b, fake_b) + halved(D_b, real_a, fake_a)
        optimizer_d.step()
        return loss_d, loss_g.item()

    return step


if __name__ == "__main__":
    serve(prepare)
