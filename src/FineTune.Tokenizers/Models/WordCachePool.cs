namespace FineTune.Tokenizers;

/// <summary>The word caches of a tokenizer: as many as threads ever encoded at once.</summary>
internal sealed class WordCachePool
{
    private readonly Stack<WordCaches> _idle = new();
    private WordCaches? _first = new();

    public WordCaches Rent()
    {
        if (Interlocked.Exchange(ref _first, null) is WordCaches caches)
            return caches;
        lock (_idle)
            return _idle.TryPop(out WordCaches? idle) ? idle : new WordCaches();
    }

    public void Return(WordCaches caches)
    {
        if (Interlocked.CompareExchange(ref _first, caches, null) is null)
            return;
        lock (_idle)
            _idle.Push(caches);
    }
}
