namespace FineTune.Tokenizers;

/// <summary>How to pad; as tokenizer.json holds it. A length of null is the longest of the batch.</summary>
internal sealed record PaddingParameters(int? Length, Side Side, int PadId, string PadToken, int PadTypeId, int? MultipleOf)
{
    /// <summary>The length sequences of a longest one of <paramref name="longest"/> are padded to.</summary>
    public int Target(int longest)
    {
        int target = Length ?? longest;
        return MultipleOf is int multiple and > 0 && target % multiple > 0 ? target + multiple - (target % multiple) : target;
    }
}
