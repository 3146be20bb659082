namespace FineTune;

/// <summary>Up to what length sequences are padded.</summary>
public enum PaddingStrategy
{
    /// <summary>Not at all.</summary>
    DoNotPad,

    /// <summary>To the longest sequence of the batch.</summary>
    Longest,

    /// <summary>To <c>maxLength</c>, or to the longest input the model takes.</summary>
    MaxLength,
}
