using System.Runtime.CompilerServices;

namespace FineTune.Tokenizers;

/// <summary>A thread's working memory: the tokens of one text or two, and the word being read.</summary>
internal sealed class TokenBuffer
{
    [ThreadStatic]
    private static TokenBuffer? _ofThread;

    private int[] _ids = new int[256], _starts = new int[256], _ends = new int[256], _words = new int[256];

    public static TokenBuffer OfThread => _ofThread ??= new TokenBuffer();

    /// <summary>Gets the number of tokens.</summary>
    public int Count { get; private set; }

    /// <summary>Gets or sets the index of the word being read, in its text.</summary>
    public int WordIndex { get; set; }

    /// <summary>Gets the word being read, normalized, in UTF-16.</summary>
    public char[] Characters { get; private set; } = new char[512];

    /// <summary>Gets where each UTF-16 unit of the word comes from.</summary>
    public int[] Origins { get; private set; } = new int[512];

    /// <summary>Gets room for the pieces of the word.</summary>
    public Piece[] Pieces { get; private set; } = new Piece[512];

    /// <summary>Gets a text for the long way through normalizers.</summary>
    public NormalizedText Text { get; } = new();

    /// <summary>Gets a text for the long way through pre-tokenizers.</summary>
    public PreTokenizedText Cut { get; } = new();

    /// <summary>Gets room for a part of a text between added tokens.</summary>
    public NormalizedText Part { get; } = new();

    /// <summary>Gets room for byte pair encoding.</summary>
    public BpeWord Symbols { get; } = new();

    /// <summary>Gets the added tokens that begin or end with white space, which trimming offsets looks at.</summary>
    public List<TokenMargin> Margins { get; } = [];

    private UnigramPath[] _paths = new UnigramPath[256];

    public ReadOnlySpan<int> Ids => _ids.AsSpan(0, Count);

    public void Clear()
    {
        (Count, WordIndex) = (0, 0);
        Margins.Clear();
    }

    /// <summary>Forgets the tokens and words read since.</summary>
    public void Rewind(int count, int wordIndex) => (Count, WordIndex) = (count, wordIndex);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(int id, int start, int end)
    {
        int i = Count;
        if (i == _ids.Length)
            Grow();
        _ids[i] = id;
        _starts[i] = start;
        _ends[i] = end;
        _words[i] = WordIndex;
        Count = i + 1;
    }

    /// <summary>Copies tokens of a slice to a place of an encoding.</summary>
    public void CopyTo(Encoding encoding, TokenSlice slice, int position)
    {
        (int start, int length) = (slice.Start, slice.Length);
        Array.Copy(_ids, start, encoding.Ids, position, length);
        Array.Copy(_starts, start, encoding.Starts, position, length);
        Array.Copy(_ends, start, encoding.Ends, position, length);
        Array.Copy(_words, start, encoding.Words, position, length);
    }

    /// <summary>Makes all tokens from one on belong to one word.</summary>
    public void SetWord(int start, int word) => _words.AsSpan(start, Count - start).Fill(word);

    /// <summary>Makes room for a word of so many UTF-16 units.</summary>
    public void ReserveWord(int length)
    {
        if (Characters.Length >= length)
            return;
        length = Math.Max(length, Characters.Length * 2);
        (char[] characters, int[] origins) = (Characters, Origins);
        Array.Resize(ref characters, length);
        Array.Resize(ref origins, length);
        (Characters, Origins) = (characters, origins);
        ReservePieces(length);
    }

    /// <summary>Makes room for so many pieces; those there are stay.</summary>
    public void ReservePieces(int length)
    {
        if (Pieces.Length >= length)
            return;
        Piece[] pieces = Pieces;
        Array.Resize(ref pieces, Math.Max(length, pieces.Length * 2));
        Pieces = pieces;
    }

    /// <summary>Makes room for so many best paths of a unigram model.</summary>
    public Span<UnigramPath> ReservePaths(int length)
    {
        if (_paths.Length < length)
            _paths = new UnigramPath[Math.Max(length, _paths.Length * 2)];
        return _paths.AsSpan(0, length);
    }

    private void Grow()
    {
        int length = _ids.Length * 2;
        Array.Resize(ref _ids, length);
        Array.Resize(ref _starts, length);
        Array.Resize(ref _ends, length);
        Array.Resize(ref _words, length);
    }
}
