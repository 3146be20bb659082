namespace FineTune.Training;

/// <summary>Says where a number stopped being one.</summary>
internal static class NonFinite
{
    private const int FewRows = 16;

    public static NonFiniteLossException Loss(Trainer trainer, Batch batch, float loss)
    {
        string culprit = FirstParameter(trainer.Model, parameter => parameter.Span) is { } name
            ? $"the weights of {name} are not finite"
            : trainer.NonFiniteOutput is { } layer
            ? $"the weights are finite; the first output that is not is that of {layer}"
            : "the weights are finite, so it came from the batch or the computation";
        return Make(trainer, batch.Rows ?? [], $"The loss is {PythonNumber.Repr(loss)}", culprit);
    }

    /// <summary>Looks at the gradients as they are before clipping, which makes every one not a number.</summary>
    public static NonFiniteLossException Gradient(Trainer trainer, IEnumerable<int> rows, float norm)
    {
        string culprit = FirstParameter(trainer.Model, parameter => parameter.HasGradient ? parameter.GradBuffer!.RawSpan : []) is { } name
            ? $"the gradient of {name} is not finite"
            : "every gradient is finite, but their norm is too large for float32";
        return Make(trainer, rows, $"The norm of the gradients is {PythonNumber.Repr(norm)}", culprit);
    }

    private static NonFiniteLossException Make(Trainer trainer, IEnumerable<int> ofBatches, string what, string culprit)
    {
        int step = trainer.State.GlobalStep + 1;
        int[] rows = [.. ofBatches];
        string where = rows.Length == 0 ? string.Empty
            : $" (rows {string.Join(", ", rows.Take(FewRows))}{(rows.Length > FewRows ? ", ..." : string.Empty)} of the training data)";
        return new NonFiniteLossException(
            $"{what} in step {step}{where}: {culprit}. Look at these rows, or lower learning_rate; logging_nan_inf_filter true goes on regardless, as the reference does.",
            step,
            rows,
            culprit);
    }

    /// <summary>The last parameter of the network that is not finite: going backward, it was the first.</summary>
    private static string? FirstParameter(Module model, Func<Parameter, Span<float>> numbers) => model.NamedParameters()
        .Where(pair => !NonFiniteOutput.IsFinite(numbers(pair.Parameter)))
        .Select(pair => pair.Name)
        .LastOrDefault();
}
