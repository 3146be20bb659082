namespace FineTune.Tokenizers;

/// <summary>The word caches of a tokenizer: as many as threads ever encoded at once.</summary>
internal sealed class WordCachePool
{
    private readonly Stack<WordCache> _idle = new();
    private WordCache? _first = new();

    public WordCache Rent()
    {
        if (Interlocked.Exchange(ref _first, null) is WordCache cache)
            return cache;
        lock (_idle)
            return _idle.TryPop(out WordCache? idle) ? idle : new WordCache();
    }

    public void Return(WordCache cache)
    {
        if (Interlocked.CompareExchange(ref _first, cache, null) is null)
            return;
        lock (_idle)
            _idle.Push(cache);
    }
}
