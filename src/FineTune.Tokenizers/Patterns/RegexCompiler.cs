namespace FineTune.Tokenizers;

/// <summary>Turns a regular expression into a <see cref="RegexProgram"/>.</summary>
internal sealed class RegexCompiler
{
    private const int MostInstructions = 20_000;
    private readonly List<RegexInstruction> _code = [];
    private int _slots;

    public static RegexProgram Compile(RegexNode node)
    {
        RegexCompiler compiler = new();
        compiler.Add(node);
        compiler.Emit(new(RegexOperation.Match));
        return new RegexProgram([.. compiler._code], compiler._slots, RegexFirst.Of(node));
    }

    private void Add(RegexNode node)
    {
        switch (node)
        {
            case RegexNode.OneOf one:
                Emit(new(RegexOperation.OneOf) { Set = one.Set });
                break;
            case RegexNode.Boundary boundary:
                Emit(new(RegexOperation.Boundary) { First = (int)boundary.Kind });
                break;
            case RegexNode.Sequence sequence:
                foreach (RegexNode part in sequence.Parts)
                    Add(part);
                break;
            case RegexNode.Choice choice:
                AddChoice(choice.Parts);
                break;
            case RegexNode.Atomic atomic:
                Emit(new(RegexOperation.Atomic) { Part = Compile(atomic.Part) });
                break;
            case RegexNode.Look look:
                Emit(new(look.Behind ? RegexOperation.Behind : RegexOperation.Ahead)
                {
                    Part = Compile(look.Part),
                    Negative = look.Negative,
                    First = look.Part.Least,
                    Second = look.Part.Most,
                });
                break;
            case RegexNode.Repeat repeat:
                AddRepeat(repeat);
                break;
        }
    }

    private void AddChoice(IReadOnlyList<RegexNode> parts)
    {
        List<int> jumps = [];
        for (int i = 0; i < parts.Count; i++)
        {
            int split = i < parts.Count - 1 ? Emit(new(RegexOperation.Split)) : -1;
            Add(parts[i]);
            if (split < 0)
                break;
            jumps.Add(Emit(new(RegexOperation.Jump)));
            _code[split] = _code[split] with { First = split + 1, Second = _code.Count };
        }

        foreach (int jump in jumps)
            _code[jump] = _code[jump] with { First = _code.Count };
    }

    private void AddRepeat(RegexNode.Repeat repeat)
    {
        if (repeat.Part is RegexNode.OneOf one)
        {
            AddMany(one.Set, repeat);
            return;
        }

        if (repeat.Greed == RegexGreed.Possessive)
        {
            Emit(new(RegexOperation.Atomic) { Part = Compile(repeat with { Greed = RegexGreed.Greedy }) });
            return;
        }

        for (int i = 0; i < repeat.Minimum; i++)
            Add(repeat.Part);
        bool lazy = repeat.Greed == RegexGreed.Lazy;
        if (repeat.Maximum == int.MaxValue)
            AddEndless(repeat.Part, lazy);
        else
            AddOptional(repeat.Part, repeat.Maximum - repeat.Minimum, lazy);
    }

    private void AddMany(CodePointSet set, RegexNode.Repeat repeat)
    {
        RegexInstruction many = new(RegexOperation.Many) { Set = set, Greed = repeat.Greed };
        if (repeat.Minimum > 0)
            Emit(many with { First = repeat.Minimum, Second = repeat.Minimum });
        if (repeat.Maximum > repeat.Minimum)
            Emit(many with { Second = repeat.Maximum == int.MaxValue ? int.MaxValue : repeat.Maximum - repeat.Minimum });
    }

    private void AddEndless(RegexNode part, bool lazy)
    {
        int split = Emit(new(RegexOperation.Split));
        int slot = part.Least == 0 ? _slots++ : -1;
        if (slot >= 0)
            Emit(new(RegexOperation.Mark) { First = slot });
        Add(part);
        int leave = slot >= 0 ? Emit(new(RegexOperation.LeaveIfEmpty) { First = slot }) : -1;
        Emit(new(RegexOperation.Jump) { First = split });
        SetWays(split, lazy);
        if (leave >= 0)
            _code[leave] = _code[leave] with { Second = _code.Count };
    }

    private void AddOptional(RegexNode part, int count, bool lazy)
    {
        List<int> splits = [];
        for (; count > 0; count--)
        {
            splits.Add(Emit(new(RegexOperation.Split)));
            Add(part);
        }

        foreach (int split in splits)
            SetWays(split, lazy);
    }

    private void SetWays(int split, bool lazy) =>
        _code[split] = _code[split] with { First = lazy ? _code.Count : split + 1, Second = lazy ? split + 1 : _code.Count };

    private int Emit(RegexInstruction instruction)
    {
        if (_code.Count == MostInstructions)
            throw new RegexSyntaxException("repetitions that multiply to too much");
        _code.Add(instruction);
        return _code.Count - 1;
    }
}
