namespace FineTune.Optim;

/// <summary>Every name of the reference's list of optimizers (<c>optim</c>), in its order.</summary>
internal static partial class OptimizerTable
{
    private const string Bits = "keeps its state in 8 bits or fewer, which is not built here. Use adamw_torch, or adafactor or lion_32bit to save memory";
    private const string LowRank = "projects gradients to a low rank, which is not built here. Use adamw_torch, or adafactor to save memory";

    public static IReadOnlyList<OptimizerEntry> All { get; } =
    [
        AdamWOf("adamw_torch", fused: false),
        AdamWOf("adamw_torch_fused", fused: true),
        Refused("adamw_torch_xla", "runs on TPUs only. Use adamw_torch"),
        Refused("adamw_torch_npu_fused", "runs on Ascend NPUs only. Use adamw_torch_fused"),
        AdafactorEntry,
        Refused("adamw_anyprecision", "is AdamW for parameters of half precision; they have single precision here. Use adamw_torch"),
        Refused("adamw_torch_4bit", Bits),
        Refused("adamw_torch_8bit", Bits),
        AdEMAMixOf("ademamix"),
        SgdEntry,
        AdagradEntry,
        Refused("adamw_bnb_8bit", Bits),
        Refused("adamw_8bit", Bits),
        Refused("ademamix_8bit", Bits),
        Refused("lion_8bit", Bits),
        LionOf("lion_32bit"),
        AdamWOf("paged_adamw_32bit", fused: false),
        Refused("paged_adamw_8bit", Bits),
        AdEMAMixOf("paged_ademamix_32bit"),
        Refused("paged_ademamix_8bit", Bits),
        LionOf("paged_lion_32bit"),
        Refused("paged_lion_8bit", Bits),
        RmspropEntry,
        RmspropBnbOf("rmsprop_bnb"),
        Refused("rmsprop_bnb_8bit", Bits),
        RmspropBnbOf("rmsprop_bnb_32bit"),
        Refused("galore_adamw", LowRank),
        Refused("galore_adamw_8bit", LowRank),
        Refused("galore_adafactor", LowRank),
        Refused("galore_adamw_layerwise", LowRank),
        Refused("galore_adamw_8bit_layerwise", LowRank),
        Refused("galore_adafactor_layerwise", LowRank),
        Refused("lomo", "updates parameters during the backward pass, which is not built here. Use sgd"),
        Refused("adalomo", "updates parameters during the backward pass, which is not built here. Use adafactor"),
        Refused("grokadamw", "is of a package that has no counterpart here. Use adamw_torch"),
        ScheduleFreeOf("schedule_free_radam", (groups, settings, own) => new RAdamScheduleFree(groups, ScheduleFreeAdam(settings, own))),
        ScheduleFreeOf("schedule_free_adamw", (groups, settings, own) =>
            new AdamWScheduleFree(groups, ScheduleFreeAdam(settings, own) with { WarmupSteps = settings.WarmupSteps })),
        ScheduleFreeOf("schedule_free_sgd", (groups, settings, own) => new SgdScheduleFree(groups, ScheduleFreeSgd(settings, own))),
        Refused("apollo_adamw", LowRank),
        Refused("apollo_adamw_layerwise", LowRank),
        StableAdamWEntry,
    ];

    public static OptimizerEntry Find(string name)
    {
        foreach (OptimizerEntry entry in All)
        {
            if (entry.Name == name)
            {
                return entry;
            }
        }

        throw Throw.OptimizerUnknown(name, All.Where(entry => entry.Make is not null).Select(entry => entry.Name));
    }

    private static OptimizerEntry Refused(string name, string reason) => new() { Name = name, Refusal = reason };
}
