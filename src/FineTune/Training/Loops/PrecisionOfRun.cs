using FineTune.Autograd;
using FineTune.IO;
using FineTune.Kernels;

namespace FineTune.Training;

/// <summary>What <c>bf16</c>, <c>bf16_full_eval</c> and <c>fp16_full_eval</c> mean for a Trainer: the precision of products, and a model cast for evaluation.</summary>
internal static class PrecisionOfRun
{
    private const string Variable = "ACCELERATE_MIXED_PRECISION";

    /// <summary>
    /// Has the trainer's model compute in the precision of the run. A model that does not see to that itself does while the returned value is not disposed, and with it
    /// whatever else is computed meanwhile.
    /// </summary>
    public static Autocast? Enter(Trainer trainer)
    {
        trainer.Model.IsAutocast = trainer.Args.Bf16;
        return trainer.Model.OpensPrecision ? null : new Autocast(trainer.Model.Precision);
    }

    /// <summary>The precision of a run's products in words.</summary>
    public static string Describe(TrainingArguments args) => Products(args.Bf16 ? Bfloat16Support.Description : null) + DescribeEvaluation(args);

    /// <summary>The same, given how bfloat16 is computed; null where it is not.</summary>
    public static string Products(string? arithmetic) =>
        arithmetic is null ? "float32" : $"linear layers multiply in bfloat16 ({arithmetic}), all else is float32";

    /// <summary>The name of the arithmetic that training is recorded with; null for float32.</summary>
    public static string? Arithmetic(TrainingArguments args) => args.Bf16 ? Bfloat16Support.Arithmetic : null;

    /// <exception cref="FormatException">The environment variable that chooses the arithmetic cannot be used: said before anything is done.</exception>
    public static void RequireArithmetic(TrainingArguments args) => _ = args.Bf16 || args.Bf16FullEval ? Bfloat16Support.Arithmetic : null;

    /// <summary>What is said where the variable by which the reference's launcher chooses a precision asks for another than the arguments do; else null.</summary>
    public static string? OtherOfEnvironment(TrainingArguments args, string? value)
    {
        string? asked = value?.Trim().ToLowerInvariant();
        return asked is null or "" or "no" || (asked == "bf16" && args.Bf16) || (asked == "fp16" && args.Fp16) ? null
            : $"{Variable}={value} is not read: the arguments choose the precision, {Describe(args)}. {(asked == "bf16" ? "For bfloat16 set bf16 (--bf16 true)." : "Take the variable away if that is right.")}";
    }

    /// <summary>Says what asking for bfloat16 brings where the processor has no instructions for it.</summary>
    public static void Tell(Trainer trainer)
    {
        TrainingArguments args = trainer.Args;
        if (OtherOfEnvironment(args, Environment.GetEnvironmentVariable(Variable)) is { } other)
        {
            trainer.Messages.WarningOnce(LogEvent.Settings, other);
        }

        if ((args.Bf16 || args.Bf16FullEval) && Bfloat16Support.WhySlow is { } reason)
        {
            string name = args.Bf16 ? "bf16" : "bf16_full_eval";
            trainer.Messages.WarningOnce(
                LogEvent.Settings,
                $"{name}: products are rounded as asked, no faster than in float32: {reason}. Without {name} the run is at least as fast and more precise.");
        }
    }

    /// <summary>What evaluations outside training do beside it.</summary>
    private static string DescribeEvaluation(TrainingArguments args) =>
        args.Bf16FullEval ? "; evaluations outside training round the weights to bfloat16" + (args.Bf16 ? "" : $" and multiply in it ({Bfloat16Support.Description})")
        : args.Fp16FullEval ? "; evaluations outside training round the weights to float16"
        : "";

    /// <summary>Rounds the weights of a model that is evaluated outside training for good, where the arguments ask for it: files it is saved to have that format.</summary>
    public static void CastForEvaluation(Trainer trainer)
    {
        if (!trainer.IsInTrain && (trainer.Args.Bf16FullEval || trainer.Args.Fp16FullEval))
        {
            trainer.Model.Cast(trainer.Args.Bf16FullEval ? SafetensorsDType.BF16 : SafetensorsDType.F16);
        }
    }

    /// <exception cref="InvalidOperationException">The model was cast for an evaluation.</exception>
    public static void RequireTrainable(TrainableModel model)
    {
        if (model.Dtype != SafetensorsDType.F32)
        {
            throw new InvalidOperationException(
                $"The model was cast to {DTypes.TorchName(model.Dtype)} by an evaluation with {(model.Dtype == SafetensorsDType.BF16 ? "bf16" : "fp16")}_full_eval, and its weights have " +
                "lost what training needs. Load the checkpoint again (FromPretrained, or LoadStateDict with all weights) and train that, or evaluate without it.");
        }
    }
}
