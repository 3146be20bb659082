using System.Text.Json.Serialization;

namespace FineTune;

/// <summary>The optimizers the reference knows. In JSON and on the command line by the names its own scripts use, such as adamw_torch.</summary>
/// <remarks>Those that need a GPU or fewer bits a number are refused when the arguments are checked; <see cref="Optimizers.Available"/> lists those that work.</remarks>
public enum OptimizerNames
{
    /// <summary>AdamW.</summary>
    [JsonStringEnumMemberName("adamw_torch")]
    AdamwTorch,

    /// <summary>AdamW; the same as <see cref="AdamwTorch"/> here.</summary>
    [JsonStringEnumMemberName("adamw_torch_fused")]
    AdamwTorchFused,

    /// <summary>Not available: adamw_torch_xla.</summary>
    [JsonStringEnumMemberName("adamw_torch_xla")]
    AdamwTorchXla,

    /// <summary>Not available: adamw_torch_npu_fused.</summary>
    [JsonStringEnumMemberName("adamw_torch_npu_fused")]
    AdamwTorchNpuFused,

    /// <summary>Adafactor, with the learning rate as given.</summary>
    [JsonStringEnumMemberName("adafactor")]
    Adafactor,

    /// <summary>Not available: adamw_anyprecision.</summary>
    [JsonStringEnumMemberName("adamw_anyprecision")]
    AdamwAnyprecision,

    /// <summary>Not available: adamw_torch_4bit.</summary>
    [JsonStringEnumMemberName("adamw_torch_4bit")]
    AdamwTorch4bit,

    /// <summary>Not available: adamw_torch_8bit.</summary>
    [JsonStringEnumMemberName("adamw_torch_8bit")]
    AdamwTorch8bit,

    /// <summary>AdEMAMix: AdamW with a second, slow mean of gradients.</summary>
    [JsonStringEnumMemberName("ademamix")]
    Ademamix,

    /// <summary>Stochastic gradient descent.</summary>
    [JsonStringEnumMemberName("sgd")]
    Sgd,

    /// <summary>Adagrad.</summary>
    [JsonStringEnumMemberName("adagrad")]
    Adagrad,

    /// <summary>Not available: adamw_bnb_8bit.</summary>
    [JsonStringEnumMemberName("adamw_bnb_8bit")]
    AdamwBnb,

    /// <summary>Not available: adamw_8bit.</summary>
    [JsonStringEnumMemberName("adamw_8bit")]
    Adamw8bit,

    /// <summary>Not available: ademamix_8bit.</summary>
    [JsonStringEnumMemberName("ademamix_8bit")]
    Ademamix8bit,

    /// <summary>Not available: lion_8bit.</summary>
    [JsonStringEnumMemberName("lion_8bit")]
    Lion8bit,

    /// <summary>Lion: the sign of a mean of gradients; its betas are adam_beta1 and adam_beta2.</summary>
    [JsonStringEnumMemberName("lion_32bit")]
    Lion,

    /// <summary>AdamW; memory is not paged here.</summary>
    [JsonStringEnumMemberName("paged_adamw_32bit")]
    PagedAdamw,

    /// <summary>Not available: paged_adamw_8bit.</summary>
    [JsonStringEnumMemberName("paged_adamw_8bit")]
    PagedAdamw8bit,

    /// <summary>AdEMAMix; memory is not paged here.</summary>
    [JsonStringEnumMemberName("paged_ademamix_32bit")]
    PagedAdemamix,

    /// <summary>Not available: paged_ademamix_8bit.</summary>
    [JsonStringEnumMemberName("paged_ademamix_8bit")]
    PagedAdemamix8bit,

    /// <summary>Lion; memory is not paged here.</summary>
    [JsonStringEnumMemberName("paged_lion_32bit")]
    PagedLion,

    /// <summary>Not available: paged_lion_8bit.</summary>
    [JsonStringEnumMemberName("paged_lion_8bit")]
    PagedLion8bit,

    /// <summary>RMSprop.</summary>
    [JsonStringEnumMemberName("rmsprop")]
    Rmsprop,

    /// <summary>RMSprop, with fewer settings.</summary>
    [JsonStringEnumMemberName("rmsprop_bnb")]
    RmspropBnb,

    /// <summary>Not available: rmsprop_bnb_8bit.</summary>
    [JsonStringEnumMemberName("rmsprop_bnb_8bit")]
    Rmsprop8bit,

    /// <summary>RMSprop, with fewer settings.</summary>
    [JsonStringEnumMemberName("rmsprop_bnb_32bit")]
    Rmsprop32bit,

    /// <summary>Not available: galore_adamw.</summary>
    [JsonStringEnumMemberName("galore_adamw")]
    GaloreAdamw,

    /// <summary>Not available: galore_adamw_8bit.</summary>
    [JsonStringEnumMemberName("galore_adamw_8bit")]
    GaloreAdamw8bit,

    /// <summary>Not available: galore_adafactor.</summary>
    [JsonStringEnumMemberName("galore_adafactor")]
    GaloreAdafactor,

    /// <summary>Not available: galore_adamw_layerwise.</summary>
    [JsonStringEnumMemberName("galore_adamw_layerwise")]
    GaloreAdamwLayerwise,

    /// <summary>Not available: galore_adamw_8bit_layerwise.</summary>
    [JsonStringEnumMemberName("galore_adamw_8bit_layerwise")]
    GaloreAdamw8bitLayerwise,

    /// <summary>Not available: galore_adafactor_layerwise.</summary>
    [JsonStringEnumMemberName("galore_adafactor_layerwise")]
    GaloreAdafactorLayerwise,

    /// <summary>Not available: lomo.</summary>
    [JsonStringEnumMemberName("lomo")]
    Lomo,

    /// <summary>Not available: adalomo.</summary>
    [JsonStringEnumMemberName("adalomo")]
    Adalomo,

    /// <summary>Not available: grokadamw.</summary>
    [JsonStringEnumMemberName("grokadamw")]
    Grokadamw,

    /// <summary>RAdam without a schedule: the weights evaluated and saved are an average of the steps.</summary>
    [JsonStringEnumMemberName("schedule_free_radam")]
    ScheduleFreeRadam,

    /// <summary>AdamW without a schedule: the weights evaluated and saved are an average of the steps.</summary>
    [JsonStringEnumMemberName("schedule_free_adamw")]
    ScheduleFreeAdamw,

    /// <summary>Stochastic gradient descent without a schedule: the weights evaluated and saved are an average of the steps.</summary>
    [JsonStringEnumMemberName("schedule_free_sgd")]
    ScheduleFreeSgd,

    /// <summary>Not available: apollo_adamw.</summary>
    [JsonStringEnumMemberName("apollo_adamw")]
    ApolloAdamw,

    /// <summary>Not available: apollo_adamw_layerwise.</summary>
    [JsonStringEnumMemberName("apollo_adamw_layerwise")]
    ApolloAdamwLayerwise,

    /// <summary>AdamW that takes smaller steps where the gradient jumps.</summary>
    [JsonStringEnumMemberName("stable_adamw")]
    StableAdamw,
}
