namespace FineTune.Training;

/// <content>The optimizer.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Optimizer() =>
    [
        TrainingArgument.Choice("optim", "the optimizer", a => a.Optim, (a, v) => a with { Optim = v }),
        TrainingArgument.NullableText("optim_args", "settings of the optimizer, written key=value,key=value",
            a => a.OptimArgs, (a, v) => a with { OptimArgs = v }),
        TrainingArgument.Real("weight_decay", "the decay of weights in each step; biases and LayerNorm parameters never decay",
            a => a.WeightDecay, (a, v) => a with { WeightDecay = v }),
        TrainingArgument.Real("adam_beta1", "the decay of Adam's running mean of gradients", a => a.AdamBeta1, (a, v) => a with { AdamBeta1 = v }),
        TrainingArgument.Real("adam_beta2", "the decay of Adam's running mean of squared gradients",
            a => a.AdamBeta2, (a, v) => a with { AdamBeta2 = v }),
        TrainingArgument.Real("adam_epsilon", "the number that keeps Adam from dividing by zero",
            a => a.AdamEpsilon, (a, v) => a with { AdamEpsilon = v }),
        TrainingArgument.NullableList("optim_target_modules", "the modules that GaLore and APOLLO act on",
            a => a.OptimTargetModules, (a, v) => a with { OptimTargetModules = v })
            .Refused("only the optimizers GaLore and APOLLO read it, and they are not available"),
    ];
}
