namespace FineTune.Training;

/// <content>What only scripts and the command read.</content>
internal static partial class ArgumentTable
{
    private static TrainingArgument[] Scripts() =>
    [
        TrainingArgument.Boolean("do_train", "whether to train", a => a.DoTrain, (a, v) => a with { DoTrain = v }),
        TrainingArgument.Boolean("do_eval", "whether to evaluate after training; an eval_strategy turns it on",
            a => a.DoEval, (a, v) => a with { DoEval = v }),
        TrainingArgument.Boolean("do_predict", "whether to predict the test data after training",
            a => a.DoPredict, (a, v) => a with { DoPredict = v }),
        TrainingArgument.NullableText("resume_from_checkpoint", "the checkpoint to resume from",
            a => a.ResumeFromCheckpoint, (a, v) => a with { ResumeFromCheckpoint = v }),
        TrainingArgument.Integer("local_rank", "the number of this process on its machine", a => a.LocalRank, (a, v) => a with { LocalRank = v })
            .Refused("the launcher says it"),
    ];
}
