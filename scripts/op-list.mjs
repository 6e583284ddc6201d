// The operators that get a typed function. One line per function: overloads that differ only in Tensor or Scalar are
// joined by `|` and chosen by the argument; `= name` sets the name; `+ arguments` adds optional arguments that are
// given by position. Everything else is reachable through raw('aten::…').
export const opList = `
add.Tensor|Scalar
add_.Tensor|Scalar
sub.Tensor|Scalar
sub_.Tensor|Scalar
mul.Tensor|Scalar
mul_.Tensor|Scalar
div.Tensor|Scalar
div_.Tensor|Scalar
rsub.Tensor|Scalar
remainder.Tensor|Scalar
fmod.Tensor|Scalar
floor_divide|Scalar
pow.Tensor_Tensor|Tensor_Scalar|Scalar
atan2
maximum
minimum
eq.Tensor|Scalar
ne.Tensor|Scalar
lt.Tensor|Scalar
le.Tensor|Scalar
gt.Tensor|Scalar
ge.Tensor|Scalar
equal
allclose
isclose
logical_and
logical_or
logical_xor
logical_not
bitwise_and.Tensor|Scalar
bitwise_or.Tensor|Scalar
bitwise_xor.Tensor|Scalar
bitwise_not
where.self|ScalarSelf|ScalarOther|Scalar
lerp.Scalar|Tensor
lerp_.Scalar|Tensor
addcmul
addcmul_
addcdiv
addcdiv_
neg
neg_
abs
abs_
sign
exp
exp_
exp2
expm1
log
log1p
log2
log10
log_
sqrt
sqrt_
rsqrt
square
reciprocal
sin
cos
tan
asin
acos
atan
sinh
cosh
tanh
tanh_
sigmoid
sigmoid_
erf
erfinv
lgamma
digamma
sinc
i0
special_bessel_j1
xlogy.Tensor
floor
ceil
round
trunc
frac
isfinite
isnan
isinf
nan_to_num
clamp|Tensor
clamp_|Tensor
clamp_min|Tensor
clamp_max|Tensor
relu
relu_
leaky_relu
leaky_relu_
elu
gelu
silu
selu
mish
softplus
hardtanh
hardsigmoid
hardswish
relu6
celu
log_sigmoid
prelu
glu
softmax.int
log_softmax.int
sum.dim_IntList
mean.dim
prod
nansum
nanmean
std.correction
var.correction = variance
std_mean.correction
var_mean.correction
amax
amin
aminmax
max
min
max.dim = maxDim
min.dim = minDim
argmax
argmin
all.dims
any.dims
median
quantile.scalar|
logsumexp
cumsum
cumprod
cummax
sort + dim
argsort + dim
topk
kthvalue
linalg_vector_norm
linalg_norm
linalg_eigh
linalg_svd
linalg_qr
linalg_cholesky_ex
linalg_solve
linalg_inv
linalg_det
norm.ScalarOpt_dim_dtype = normBy
bincount
histc
_unique2
count_nonzero.dim_IntList
nonzero
searchsorted.Tensor|Scalar
bucketize.Tensor
masked_select
reshape
view
view_as
permute
transpose.int
transpose_
t
squeeze
squeeze.dims = squeezeDims
unsqueeze
squeeze_
unsqueeze_
expand
expand_as
broadcast_to
flatten.using_ints + start_dim end_dim
unflatten.int
narrow
select.int
slice.Tensor + dim start end step
index.Tensor
index_put + accumulate
index_put_ + accumulate
index_select
index_add
index_copy
index_fill.int_Tensor|int_Scalar
gather
scatter.src|value
scatter_.src|value
scatter_add
scatter_reduce.two
masked_fill.Tensor|Scalar
masked_fill_.Tensor|Scalar
cat
stack
split.Tensor + dim
split.sizes = splitSizes + dim
chunk
unbind.int
repeat
repeat_interleave.self_int + dim
tile
flip
roll
rot90
movedim.int
unfold
im2col
col2im
tril
triu
diag
diagonal
diag_embed
trace
tril_indices
triu_indices
pixel_shuffle
pixel_unshuffle
contiguous
clone
detach
detach_
contiguous
view_as_real
view_as_complex
view.dtype = viewDtype
alias
meshgrid.indexing
matmul
mm
bmm
mv
dot
outer
addmm
baddbmm
linear
einsum
cdist
tensordot
fft_rfft
fft_irfft
fft_rfft2
fft_irfft2
fft_fft2
fft_ifft2
fft_fftshift
fft_ifftshift
fft_fftfreq
conv1d
conv2d
conv3d
conv_transpose1d
conv_transpose2d.input = convTranspose2d
conv_transpose3d.input = convTranspose3d
batch_norm
instance_norm
group_norm
layer_norm
rms_norm
embedding
one_hot
dropout
dropout_
feature_dropout
alpha_dropout
pad + mode value
reflection_pad2d
replication_pad2d
constant_pad_nd
avg_pool2d
max_pool2d
max_pool2d_with_indices
adaptive_avg_pool2d
adaptive_max_pool2d
avg_pool1d
max_pool1d
adaptive_avg_pool1d
upsample_nearest2d
upsample_nearest2d.vec = upsampleNearest2dBy
upsample_bilinear2d
upsample_bilinear2d.vec = upsampleBilinear2dBy
upsample_bicubic2d
_upsample_nearest_exact2d
_upsample_bilinear2d_aa
_upsample_bicubic2d_aa
grid_sampler
affine_grid_generator
scaled_dot_product_attention
binary_cross_entropy + weight reduction
binary_cross_entropy_with_logits
mse_loss
l1_loss
smooth_l1_loss
huber_loss
nll_loss
cross_entropy_loss
kl_div
cosine_similarity
zeros
ones
empty.memory_format = empty
full
eye
eye.m = eyeOf
arange
arange.start_step = arangeFrom
linspace
logspace
zeros_like
ones_like
full_like
empty_like
rand.generator = rand
randn.generator = randn
randint.generator = randint
randint.low_generator = randintFrom
randperm.generator = randperm
rand_like
randn_like
bernoulli
bernoulli.p = bernoulliOf
multinomial
normal_ + mean std
uniform_ + from to
bernoulli_.float|Tensor
exponential_
random_
zero_
fill_.Tensor|Scalar
copy_
resize_
set_.source_Tensor = set_
from_file
_to_copy
to.dtype_layout = toOptions
pin_memory
is_pinned
record_stream
_fused_adam_
_fused_adamw_
_fused_sgd_
_foreach_add_.List = foreachAdd_
_foreach_add_.Scalar = foreachAddScalar_
_foreach_add.List = foreachAdd
_foreach_sub_.List = foreachSub_
_foreach_sub.List = foreachSub
_foreach_mul_.List = foreachMul_
_foreach_mul_.Scalar = foreachMulScalar_
_foreach_mul.List = foreachMul
_foreach_mul.Scalar = foreachMulScalar
_foreach_mul_.Tensor = foreachMulTensor_
_foreach_div_.List = foreachDiv_
_foreach_div_.Scalar = foreachDivScalar_
_foreach_div.List = foreachDiv
_foreach_addcmul_.Scalar = foreachAddcmul_
_foreach_addcdiv_.Scalar = foreachAddcdiv_
_foreach_sqrt
_foreach_sqrt_
_foreach_neg
_foreach_abs
_foreach_lerp_.Scalar = foreachLerp_
_foreach_lerp_.List = foreachLerpList_
_foreach_norm.Scalar = foreachNorm
_foreach_zero_
_foreach_copy_
_foreach_clamp_min_.Scalar = foreachClampMin_
_foreach_clamp_max_.Scalar = foreachClampMax_
_foreach_maximum_.List = foreachMaximum_
_amp_foreach_non_finite_check_and_unscale_
_amp_update_scale_
`
