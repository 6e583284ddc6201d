"""The pix2pix step as its authors' code makes it: eager mode, plain NCHW, Adam, default settings.

G once; D on the fake pair and the true pair, halved, Adam; then G through the updated D, with 100 times L1, Adam.
"""

import contextlib

import torch
from torch import nn

from protocol import read_safetensors, serve, state_of
from translation_networks import patch_discriminator, unet


def prepare(request):
    tensors = read_safetensors(request["data"])
    real_a, real_b = tensors["real"], tensors["target"]
    weights = read_safetensors(request["weights"])
    G, D = unet(width=request["width"]), patch_discriminator(6, request["width"])
    G.load_state_dict(state_of(weights, "generator."))
    D.load_state_dict(state_of(weights, "discriminator."))
    optimizer_g = torch.optim.Adam(G.parameters(), lr=2e-4, betas=(0.5, 0.999))
    optimizer_d = torch.optim.Adam(D.parameters(), lr=2e-4, betas=(0.5, 0.999))
    criterion, difference = nn.BCEWithLogitsLoss(), nn.L1Loss()
    torch.manual_seed(request["dropoutSeed"])  # as the other process: the same dropout masks

    def precision():
        return contextlib.nullcontext() if request["mode"] == "fp32" else torch.autocast("cpu", dtype=torch.bfloat16)

    def judge(b):
        with precision():
            return D(torch.cat([real_a, b], 1)).float()

    def loss_of(logits, target):
        return criterion(logits, torch.full_like(logits, target))

    def step():
        with precision():
            fake = G(real_a)
        for parameter in D.parameters():
            parameter.requires_grad = True
        optimizer_d.zero_grad()
        loss_d = 0.5 * (loss_of(judge(fake.detach()), 0.0) + loss_of(judge(real_b), 1.0))
        loss_d.backward()
        optimizer_d.step()
        for parameter in D.parameters():
            parameter.requires_grad = False
        optimizer_g.zero_grad()
        loss_g = loss_of(judge(fake), 1.0) + 100 * difference(fake.float(), real_b)
        loss_g.backward()
        optimizer_g.step()
        return loss_d.item(), loss_g.item()

    return step


if __name__ == "__main__":
    serve(prepare)
