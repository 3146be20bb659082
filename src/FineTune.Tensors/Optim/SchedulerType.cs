using System.Text.Json.Serialization;

namespace FineTune;

/// <summary>How the learning rate changes over a run (<c>lr_scheduler_type</c>); in JSON the reference's names.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SchedulerType>))]
public enum SchedulerType
{
    /// <summary>Up from 0 during the warm-up, then down to 0 in a straight line.</summary>
    [JsonStringEnumMemberName("linear")]
    Linear,

    /// <summary>Warm-up, then down to 0 along a cosine.</summary>
    [JsonStringEnumMemberName("cosine")]
    Cosine,

    /// <summary>Warm-up, then down to 0 along a cosine several times, each from the top.</summary>
    [JsonStringEnumMemberName("cosine_with_restarts")]
    CosineWithRestarts,

    /// <summary>Warm-up, then down to <c>lr_end</c> along a power of the remaining time.</summary>
    [JsonStringEnumMemberName("polynomial")]
    Polynomial,

    /// <summary>The same learning rate throughout, without a warm-up.</summary>
    [JsonStringEnumMemberName("constant")]
    Constant,

    /// <summary>Warm-up, then the same learning rate.</summary>
    [JsonStringEnumMemberName("constant_with_warmup")]
    ConstantWithWarmup,

    /// <summary>Warm-up, then down with the square root of time.</summary>
    [JsonStringEnumMemberName("inverse_sqrt")]
    InverseSqrt,

    /// <summary>Down by a factor whenever the evaluation metric has stopped getting better.</summary>
    [JsonStringEnumMemberName("reduce_lr_on_plateau")]
    ReduceLrOnPlateau,

    /// <summary>Warm-up, then down to a minimum along a cosine.</summary>
    [JsonStringEnumMemberName("cosine_with_min_lr")]
    CosineWithMinLr,

    /// <summary>Warm-up that does not begin at 0, then down to a minimum along a cosine.</summary>
    [JsonStringEnumMemberName("cosine_warmup_with_min_lr")]
    CosineWarmupWithMinLr,

    /// <summary>Warm-up, a stretch at the same learning rate, and a decay at the end.</summary>
    [JsonStringEnumMemberName("warmup_stable_decay")]
    WarmupStableDecay,

    /// <summary>Up while the evaluation metric gets better, down while it does not.</summary>
    [JsonStringEnumMemberName("greedy")]
    Greedy,
}
