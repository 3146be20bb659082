using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>A text on its way through the pre-tokenizers: code points, and the words it is cut into so far.</summary>
internal sealed class PreTokenizedText
{
    private List<Word> _words = [], _next = [];

    /// <summary>Gets the text. Pre-tokenizers may rewrite it.</summary>
    public NormalizedText Text { get; private set; } = new();

    /// <summary>Gets the words, none of which is empty.</summary>
    public List<Word> Words => _words;

    /// <summary>Starts over with a text, all of which is one word.</summary>
    public void Reset(NormalizedText text)
    {
        Text = text;
        _words.Clear();
        if (text.Length > 0)
            _words.Add(new(0, text.Length));
    }

    /// <summary>Cuts every word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Cut(IWordSplitter splitter)
    {
        _next.Clear();
        foreach (Word word in _words)
            splitter.Split(Text.Points, word, _next);
        (_words, _next) = (_next, _words);
    }

    /// <summary>Rewrites every word; what lies between words is dropped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Rewrite(IWordRewriter rewriter)
    {
        _next.Clear();
        Text.BeginRewrite();
        foreach (Word word in _words)
        {
            int start = Text.Written;
            Text.DropTo(word.Start);
            rewriter.Rewrite(Text, word);
            if (Text.Written > start)
                _next.Add(new(start, Text.Written));
        }

        Text.EndRewrite();
        (_words, _next) = (_next, _words);
    }
}
