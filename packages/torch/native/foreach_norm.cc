// The Euclidean norms of many float32 tensors in one pass over all of them.
//
// libtorch's aten::_foreach_norm has no CPU kernel: it reduces tensor by tensor, and small ones on
// one thread. The norm of all gradients is taken in every update, so it must cost little.
#include <ATen/Operators.h>
#include <ATen/Parallel.h>
#include <ATen/ops/_foreach_norm_compositeexplicitautograd_dispatch.h>
#include <ATen/ops/empty.h>
#include <torch/library.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

namespace {

constexpr int64_t kBlock = 16384;  // elements; the sum of a block stays exact enough in float32

struct Block {
  const float* values;
  int64_t count;
};

double sumOfSquares(const Block& block) {
  constexpr int64_t kLanes = 32;  // independent sums, which the compiler keeps in vector registers
  float sums[kLanes] = {};
  int64_t i = 0;
  for (; i + kLanes <= block.count; i += kLanes)
    for (int64_t lane = 0; lane < kLanes; lane++)
      sums[lane] += block.values[i + lane] * block.values[i + lane];
  double total = 0;
  for (; i < block.count; i++) total += static_cast<double>(block.values[i]) * block.values[i];
  for (const float sum : sums) total += sum;
  return total;
}

bool isPlain(const at::Tensor& tensor) {
  return tensor.is_cpu() && tensor.scalar_type() == at::kFloat && tensor.layout() == at::kStrided &&
         tensor.is_non_overlapping_and_dense();
}

std::vector<at::Tensor> foreachNorm(at::TensorList tensors, const at::Scalar& order,
                                    std::optional<at::ScalarType> dtype) {
  const bool isEuclidean = !order.isComplex() && order.toDouble() == 2.0;
  if (!isEuclidean || dtype.has_value() || !std::all_of(tensors.begin(), tensors.end(), isPlain))
    return at::compositeexplicitautograd::_foreach_norm(tensors, order, dtype);
  std::vector<Block> blocks;
  for (const at::Tensor& tensor : tensors) {
    const auto* values = tensor.const_data_ptr<float>();
    for (int64_t from = 0; from < tensor.numel(); from += kBlock)
      blocks.push_back({values + from, std::min(kBlock, tensor.numel() - from)});
  }
  // Blocks are added up in order: the norm does not depend on the number of threads.
  std::vector<double> sums(blocks.size());
  at::parallel_for(0, static_cast<int64_t>(blocks.size()), 2, [&](int64_t from, int64_t to) {
    for (int64_t i = from; i < to; i++) sums[i] = sumOfSquares(blocks[i]);
  });
  std::vector<at::Tensor> norms;
  norms.reserve(tensors.size());
  size_t next = 0;
  for (const at::Tensor& tensor : tensors) {
    double sum = 0;
    for (int64_t left = tensor.numel(); left > 0; left -= kBlock) sum += sums[next++];
    at::Tensor norm = at::empty({}, tensor.options());
    *norm.mutable_data_ptr<float>() = static_cast<float>(std::sqrt(sum));
    norms.push_back(std::move(norm));
  }
  return norms;
}

}  // namespace

TORCH_LIBRARY_IMPL(aten, CPU, library) { library.impl("_foreach_norm.Scalar", foreachNorm); }
