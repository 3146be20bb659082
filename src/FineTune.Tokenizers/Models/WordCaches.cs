namespace FineTune.Tokenizers;

/// <summary>The word caches of a thread: one for each way words are spelled, as their bytes may be equal.</summary>
internal sealed class WordCaches
{
    private WordCache? _ofCharacters, _ofPoints;

    /// <summary>Gets the cache of words in UTF-16, as they stand in the text.</summary>
    public WordCache OfCharacters => _ofCharacters ??= new WordCache();

    /// <summary>Gets the cache of words in code points, normalized.</summary>
    public WordCache OfPoints => _ofPoints ??= new WordCache();
}
