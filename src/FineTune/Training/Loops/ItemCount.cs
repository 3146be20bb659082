namespace FineTune.Training;

/// <summary>How many items a batch's loss is a mean over, which is its weight within an optimizer step.</summary>
internal static class ItemCount
{
    private const long Ignored = -100;

    /// <summary>Counts the labels that are not ignored, which only classes can be; without labels, the examples.</summary>
    public static long Of(Batch batch) => batch.Labels switch
    {
        LongTensor labels => labels.Length - labels.Span.Count(Ignored),
        Tensor labels => labels.Length,
        _ => batch.Size,
    };

    /// <summary>Counts the items of all batches of an optimizer step.</summary>
    public static long Of(IEnumerable<Batch> batches) => batches.Sum(Of);
}
