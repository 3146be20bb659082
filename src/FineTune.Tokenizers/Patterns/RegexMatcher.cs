using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FineTune.Tokenizers;

/// <summary>
/// Looks for matches of a <see cref="RegexProgram"/> in a span of a text: the first that backtracking finds. A search that takes long begins
/// again and remembers which steps failed where, which makes its time linear in the text's length; what could still take too long (parts
/// matched by themselves, again and again) ends with an error.
/// </summary>
internal ref partial struct RegexMatcher(ReadOnlySpan<int> points, Word span, List<RegexFrame> stack)
{
    private const long StepsForAny = 50_000_000, StepsForEach = 500, MostRemembered = 1L << 28;
    private readonly ReadOnlySpan<int> _points = points[..span.End];
    private readonly int _start = span.Start;
    private readonly long _mostSteps = StepsForAny + (StepsForEach * (span.End - span.Start));
    private int _searchStart;
    private long _steps;
    private ulong[]? _visited;
    private RegexProgram? _remembered;

    /// <summary>Finds the first match at or after a place.</summary>
    /// <returns>Where it begins and ends; a start of -1 when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Start, int End) Find(RegexProgram program, int from)
    {
        (_searchStart, _visited, _remembered) = (from, null, null);
        long patience = _steps + 4096 + (8L * (_points.Length - from));
        for (int start = from; start <= _points.Length; start++)
        {
            if (program.First is CodePointSet first)
            {
                while (start < _points.Length && !first.Contains(_points[start]))
                    start++;
                if (start == _points.Length)
                    break;
            }

            int end = Run(program, start, -1, ref patience);
            if (end == Impatient)
            {
                patience = long.MaxValue;
                long bits = (long)program.Code.Length * (_points.Length + 1 - from);
                if (bits <= MostRemembered)
                    (_visited, _remembered) = (new ulong[(bits / 64) + 1], program);
                end = Run(program, start, -1, ref patience);
            }

            if (end >= 0)
                return (start, end);
        }

        return (-1, -1);
    }

    private const int Impatient = -2;

    /// <summary>Matches a program at a place.</summary>
    /// <returns>Where the match ends, which is <paramref name="target"/> unless that is -1; -1 when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Run(RegexProgram program, int position, int target, ref long patience)
    {
        int bottom = stack.Count;
        Span<int> slots = program.Slots <= 64 ? stackalloc int[program.Slots] : new int[program.Slots];
        int pc = 0;
        while (true)
        {
            if (++_steps > patience)
            {
                stack.RemoveRange(bottom, stack.Count - bottom);
                return Impatient;
            }

            if (_steps > _mostSteps)
                throw new RegexTimeoutException();
            ref readonly RegexInstruction step = ref program.Code[pc];
            bool fails = false;
            switch (step.Operation)
            {
                case RegexOperation.Match:
                    if (target < 0 || position == target)
                    {
                        stack.RemoveRange(bottom, stack.Count - bottom);
                        return position;
                    }

                    fails = true;
                    break;
                case RegexOperation.OneOf:
                    fails = position == _points.Length || !step.Set!.Contains(_points[position]);
                    (pc, position) = (pc + 1, position + 1);
                    break;
                case RegexOperation.Many:
                    fails = !TakeMany(program, step, ref pc, ref position);
                    break;
                case RegexOperation.Split:
                    fails = WasHere(program, pc, position);
                    if (!fails)
                        stack.Add(new(step.Second, position, 0, RegexFrameKind.Way));
                    pc = step.First;
                    break;
                case RegexOperation.Jump:
                    pc = step.First;
                    break;
                case RegexOperation.Boundary:
                    fails = !IsAt((RegexBoundary)step.First, position);
                    pc++;
                    break;
                case RegexOperation.Mark:
                    stack.Add(new(step.First, slots[step.First], 0, RegexFrameKind.Slot));
                    slots[step.First] = position;
                    pc++;
                    break;
                case RegexOperation.LeaveIfEmpty:
                    pc = slots[step.First] == position ? step.Second : pc + 1;
                    break;
                case RegexOperation.Ahead:
                    fails = RunPart(step.Part!, position, -1) >= 0 == step.Negative;
                    pc++;
                    break;
                case RegexOperation.Behind:
                    fails = LooksBehind(step, position) == step.Negative;
                    pc++;
                    break;
                default:
                    position = RunPart(step.Part!, position, -1);
                    fails = position < 0;
                    pc++;
                    break;
            }

            if (fails && !GoBack(program, bottom, slots, ref pc, ref position))
                return -1;
        }
    }

    private int RunPart(RegexProgram part, int position, int target)
    {
        long patience = long.MaxValue;
        return Run(part, position, target, ref patience);
    }

    private bool LooksBehind(in RegexInstruction step, int position)
    {
        for (int length = step.First; length <= Math.Min(step.Second, position - _start); length++)
        {
            if (RunPart(step.Part!, position - length, position) >= 0)
                return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TakeMany(RegexProgram program, in RegexInstruction step, ref int pc, ref int position)
    {
        CodePointSet set = step.Set!;
        if (step.Greed == RegexGreed.Lazy && step.Second > step.First)
        {
            stack.Add(new(pc, position, step.Second, RegexFrameKind.Lazy));
            pc++;
            return true;
        }

        if (_visited is not null && step is { Second: int.MaxValue, Greed: RegexGreed.Greedy } && program == _remembered)
        {
            if (WasHere(program, pc, position))
                return false;
            bool goesOn = position < _points.Length && set.Contains(_points[position]);
            if (goesOn)
                stack.Add(new(pc + 1, position, 0, RegexFrameKind.Way));
            (pc, position) = goesOn ? (pc, position + 1) : (pc + 1, position);
            return true;
        }

        int start = position, limit = (int)Math.Min(_points.Length, (long)position + step.Second);
        while (position < limit && set.Contains(_points[position]))
            position++;
        _steps += position - start;
        if (position - start < step.First)
            return false;
        if (step.Greed == RegexGreed.Greedy && position > start + step.First)
            stack.Add(new(pc + 1, position, start + step.First, RegexFrameKind.Greedy));
        pc++;
        return true;
    }

    /// <summary>Takes the last way that was put off.</summary>
    /// <returns>False when there is none.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly bool GoBack(RegexProgram program, int bottom, Span<int> slots, ref int pc, ref int position)
    {
        while (stack.Count > bottom)
        {
            ref RegexFrame frame = ref CollectionsMarshal.AsSpan(stack)[^1];
            switch (frame.Kind)
            {
                case RegexFrameKind.Slot:
                    slots[frame.Pc] = frame.Position;
                    stack.RemoveAt(stack.Count - 1);
                    continue;
                case RegexFrameKind.Greedy:
                    (pc, position) = (frame.Pc, --frame.Position);
                    if (position == frame.Limit)
                        stack.RemoveAt(stack.Count - 1);
                    return true;
                case RegexFrameKind.Lazy:
                    if (frame.Limit == 0 || frame.Position == _points.Length || !program.Code[frame.Pc].Set!.Contains(_points[frame.Position]))
                    {
                        stack.RemoveAt(stack.Count - 1);
                        continue;
                    }

                    (pc, position) = (frame.Pc + 1, ++frame.Position);
                    frame.Limit -= frame.Limit == int.MaxValue ? 0 : 1;
                    return true;
                default:
                    (pc, position) = (frame.Pc, frame.Position);
                    stack.RemoveAt(stack.Count - 1);
                    return true;
            }
        }

        return false;
    }

    /// <summary>Notes a step at a place, and says whether it was tried before: then it failed, or is about to be tried anyway.</summary>
    private readonly bool WasHere(RegexProgram program, int pc, int position)
    {
        if (_visited is null || program != _remembered)
            return false;
        long bit = ((long)(position - _searchStart) * program.Code.Length) + pc;
        ref ulong bits = ref _visited[bit >> 6];
        ulong mask = 1UL << (int)(bit & 63);
        bool was = (bits & mask) != 0;
        bits |= mask;
        return was;
    }
}
