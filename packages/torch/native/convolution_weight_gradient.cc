// The weight gradient of convolutions with few output pixels per row, as one matrix product.
//
// oneDNN blocks such gradients poorly: for 256 to 512 channels at 8 px the product is 6 times as
// fast in bf16. The kernel takes the place of aten::convolution_backward on the CPU, so derivatives
// of it stay those of libtorch.
#include <ATen/Operators.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/convolution_backward_compositeexplicitautograd_dispatch.h>
#include <ATen/ops/mm.h>
#include <torch/library.h>

#include <array>
#include <optional>
#include <tuple>

namespace {

struct Geometry {
  int64_t kernelHeight, kernelWidth, strideHeight, strideWidth, paddingHeight, paddingWidth;
};

constexpr double kLargestColumns = 256 << 20;  // bytes; DCGAN at 64 px and batch 64 needs 17 MiB

// The gathered windows take (kernel / stride)² of the memory of the image, and the product pays for
// them only where it reduces over few pixels: limits by measurement on a CPU with AMX,
// benchmarks/README.md. They depend on shapes alone, so that a resumed run takes the same route.
bool isFasterAsProduct(at::ScalarType dtype, int64_t windowChannels, int64_t rowPixels) {
  if (dtype == at::kBFloat16) return windowChannels >= 128 && rowPixels <= 16;
  return dtype == at::kFloat && windowChannels >= 256 && rowPixels <= 8;
}

// Whether windows of `kernel` elements, `stride` apart, have `positions` places along a padded
// side. A padding of whole windows is left to libtorch, which needs no memory for it.
bool fitsAlong(int64_t positions, int64_t side, int64_t kernel, int64_t stride, int64_t padding) {
  constexpr int64_t kLargest = int64_t{1} << 32;  // so that the sum below cannot overflow
  if (stride < 1 || padding < 0 || padding >= kernel || kernel > kLargest || side > kLargest)
    return false;
  const int64_t rest = side + 2 * padding - kernel;
  return rest >= 0 && rest / stride + 1 == positions;
}

// The operator can be called with tensors that belong to no convolution: libtorch refuses those.
bool isConvolution(const at::Tensor& rows, const at::Tensor& windows, const at::Tensor& weight,
                   const Geometry& g) {
  return rows.size(0) == windows.size(0) && rows.size(1) == weight.size(0) &&
         windows.size(1) == weight.size(1) &&
         fitsAlong(rows.size(2), windows.size(2), g.kernelHeight, g.strideHeight,
                   g.paddingHeight) &&
         fitsAlong(rows.size(3), windows.size(3), g.kernelWidth, g.strideWidth, g.paddingWidth);
}

// dW[o, c, i, j] = sum over n, y, x of rows[n, o, y, x] · windows[n, c, y·stride + i - padding,
// x·stride + j - padding].
at::Tensor weightGradient(const at::Tensor& rows, const at::Tensor& windows, const Geometry& g) {
  const int64_t batch = rows.size(0), out = rows.size(1), height = rows.size(2),
                width = rows.size(3);
  const int64_t channels = windows.size(1);
  // Channels last, padded to what the windows reach: a convolution whose stride leaves a remainder
  // never reads the rest.
  const int64_t reachedHeight = (height - 1) * g.strideHeight + g.kernelHeight;
  const int64_t reachedWidth = (width - 1) * g.strideWidth + g.kernelWidth;
  const at::Tensor padded =
      at::constant_pad_nd(windows.permute({0, 2, 3, 1}),
                          {0, 0, g.paddingWidth, reachedWidth - g.paddingWidth - windows.size(3),
                           g.paddingHeight, reachedHeight - g.paddingHeight - windows.size(2)})
          .contiguous();
  const at::IntArrayRef s = padded.strides();
  const at::Tensor columns =
      padded
          .as_strided({batch, height, width, g.kernelHeight, g.kernelWidth, channels},
                      {s[0], s[1] * g.strideHeight, s[2] * g.strideWidth, s[1], s[2], s[3]})
          .reshape({batch * height * width, g.kernelHeight * g.kernelWidth * channels});
  const at::Tensor flat = rows.permute({0, 2, 3, 1}).reshape({batch * height * width, out});
  return at::mm(flat.t(), columns)
      .view({out, g.kernelHeight, g.kernelWidth, channels})
      .permute({0, 3, 1, 2});
}

std::tuple<at::Tensor, at::Tensor, at::Tensor> convolutionBackward(
    const at::Tensor& gradient, const at::Tensor& input, const at::Tensor& weight,
    at::OptionalSymIntArrayRef biasSizes, c10::SymIntArrayRef stride, c10::SymIntArrayRef padding,
    c10::SymIntArrayRef dilation, bool transposed, c10::SymIntArrayRef outputPadding,
    c10::SymInt groups, std::array<bool, 3> wanted) {
  const auto libtorch = [&](std::array<bool, 3> mask) {
    return at::compositeexplicitautograd::convolution_backward_symint(
        gradient, input, weight, biasSizes, stride, padding, dilation, transposed, outputPadding,
        groups, mask);
  };
  const bool isPlain = wanted[1] && input.dim() == 4 && weight.dim() == 4 && gradient.dim() == 4 &&
                       input.numel() > 0 && weight.numel() > 0 && gradient.numel() > 0 &&
                       groups == 1 && input.scalar_type() == weight.scalar_type() &&
                       input.scalar_type() == gradient.scalar_type();
  if (!isPlain || stride.size() != 2 || padding.size() != 2) return libtorch(wanted);
  for (const auto& step : dilation) {
    if (step != 1) return libtorch(wanted);
  }
  // A transposed convolution is the same sum with the roles of image and result exchanged.
  const at::Tensor& rows = transposed ? input : gradient;
  const at::Tensor& windows = transposed ? gradient : input;
  if (!isFasterAsProduct(input.scalar_type(), windows.size(1), rows.size(3)))
    return libtorch(wanted);
  const Geometry geometry{weight.size(2),         weight.size(3),          stride[0].expect_int(),
                          stride[1].expect_int(), padding[0].expect_int(), padding[1].expect_int()};
  if (!isConvolution(rows, windows, weight, geometry)) return libtorch(wanted);
  // In floating point, since an expanded tensor can have any size.
  const double columnBytes = static_cast<double>(rows.numel() / rows.size(1)) *
                             static_cast<double>(weight.numel() / weight.size(0)) *
                             static_cast<double>(input.element_size());
  if (columnBytes > kLargestColumns) return libtorch(wanted);
  at::Tensor gradInput, gradBias;
  if (wanted[0] || wanted[2])
    std::tie(gradInput, std::ignore, gradBias) = libtorch({wanted[0], false, wanted[2]});
  at::Tensor gradWeight =
      weightGradient(rows, windows, geometry).contiguous(weight.suggest_memory_format());
  return {std::move(gradInput), std::move(gradWeight), std::move(gradBias)};
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, CPU, library) {
  library.impl("convolution_backward", convolutionBackward);
}
