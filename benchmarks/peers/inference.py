"""Pictures by trained generators as a PyTorch user makes them: evaluation mode, `inference_mode`, plain NCHW, eager.

The networks are those of the training peers, with the weights and running statistics that our process has written. bf16 is
autocast.
"""

import contextlib

import torch

from dcgan import generator
from protocol import read_safetensors, reset_peak_rss, serve, state_of
from translation_networks import resnet, unet

networks = {
    "unet": lambda request: unet(width=request["width"]),
    "resnet": lambda request: resnet(width=request["width"]),
    "dcgan": lambda request: generator(request["size"], 3, request["latentDim"], request["width"]),
}


def prepare(request):
    G = networks[request["network"]](request)
    G.load_state_dict(state_of(read_safetensors(request["weights"]), "generator."))
    G.eval()
    x = read_safetensors(request["data"])["input"]

    def precision():
        return contextlib.nullcontext() if request["mode"] == "fp32" else torch.autocast("cpu", dtype=torch.bfloat16)

    def make():
        with torch.inference_mode(), precision():
            return G(x).float()

    expected = read_safetensors(request["data"])["output"]
    reset_peak_rss()

    def step():
        # The protocol has room for two numbers: by how much the picture differs at most and in the mean.
        difference = (make() - expected).abs()
        return difference.max().item(), difference.mean().item()

    return step


if __name__ == "__main__":
    serve(prepare)
