"""The networks of pix2pix and CycleGAN in plain PyTorch, with parameters named as in the published checkpoints."""

import torch
from torch import nn


class Skip(nn.Module):
    """A block of the U-Net around the next deeper one; gives its input and its result, side by side."""

    def __init__(self, layers):
        super().__init__()
        self.model = nn.Sequential(*layers)

    def forward(self, x):
        return torch.cat([x, self.model(x)], 1)


class Holder(nn.Module):
    """One more `model.` in the names."""

    def __init__(self, inner):
        super().__init__()
        self.model = inner

    def forward(self, x):
        return self.model(x)


def unet(downs=8, width=64):
    down = lambda a, b: nn.Conv2d(a, b, 4, 2, 1, bias=False)
    up = lambda a, b, bias=False: nn.ConvTranspose2d(a, b, 4, 2, 1, bias=bias)
    widths = [width * min(2**i, 8) for i in range(downs)]
    layers = [nn.LeakyReLU(0.2, True), down(widths[-2], widths[-1]), nn.ReLU(True), up(widths[-1], widths[-2])]
    block = Skip([*layers, nn.BatchNorm2d(widths[-2])])
    for level in reversed(range(1, downs - 1)):
        outer, inner = widths[level - 1], widths[level]
        layers = [nn.LeakyReLU(0.2, True), down(outer, inner), nn.BatchNorm2d(inner), block]
        layers += [nn.ReLU(True), up(2 * inner, outer), nn.BatchNorm2d(outer)]
        if outer == inner == 8 * width:
            layers.append(nn.Dropout(0.5))
        block = Skip(layers)
    outermost = nn.Sequential(down(3, width), block, nn.ReLU(True), up(2 * width, 3, True), nn.Tanh())
    return Holder(Holder(outermost))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        layers = []
        for activation in ([nn.ReLU(True)], []):
            layers += [nn.ReflectionPad2d(1), nn.Conv2d(width, width, 3), nn.InstanceNorm2d(width), *activation]
        self.conv_block = nn.Sequential(*layers)

    def forward(self, x):
        return x + self.conv_block(x)


def resnet(blocks=9, width=64):
    layers = [nn.ReflectionPad2d(3), nn.Conv2d(3, width, 7), nn.InstanceNorm2d(width), nn.ReLU(True)]
    for i in (1, 2):
        layers += [nn.Conv2d(width * i, width * 2 * i, 3, 2, 1), nn.InstanceNorm2d(width * 2 * i), nn.ReLU(True)]
    layers += [Residual(4 * width) for _ in range(blocks)]
    for i in (2, 1):
        layers += [nn.ConvTranspose2d(width * 2 * i, width * i, 3, 2, 1, output_padding=1)]
        layers += [nn.InstanceNorm2d(width * i), nn.ReLU(True)]
    return Holder(nn.Sequential(*layers, nn.ReflectionPad2d(3), nn.Conv2d(width, 3, 7), nn.Tanh()))


def patch_discriminator(channels, width=64, instance=False):
    norm = nn.InstanceNorm2d if instance else nn.BatchNorm2d
    layers = [nn.Conv2d(channels, width, 4, 2, 1), nn.LeakyReLU(0.2, True)]
    for i, stride in ((1, 2), (2, 2), (3, 1)):
        before, after = width * 2 ** (i - 1), width * 2**i
        layers += [nn.Conv2d(before, after, 4, stride, 1, bias=instance), norm(after), nn.LeakyReLU(0.2, True)]
    return Holder(nn.Sequential(*layers, nn.Conv2d(8 * width, 1, 4, 1, 1)))
