using System.Runtime.InteropServices;
using FineTune.Kernels;
using Iced.Intel;

namespace FineTune.Tests.Kernels;

/// <summary>Executes a tile kernel's bytes as the processor would, whatever this processor has: decoded by Iced, computed by formulas.</summary>
/// <remarks>It knows the instructions that kernels are made of, and throws at any other.</remarks>
internal sealed unsafe class Interpreter
{
    private const int Flushing = 0x8040;
    private readonly long[] _general = new long[16];
    private readonly float[][] _vectors = [.. Enumerable.Range(0, 32).Select(_ => new float[16])];
    private readonly Dictionary<ulong, Instruction> _code = [];
    private readonly byte[] _bytes;
    private readonly TileRegisters _tiles = new();
    private readonly ulong _end;
    private long _difference;
    private int _multiplyAdds;
    private bool _hasClearUppers;
    private uint _control = 0x1F80;

    public Interpreter(byte[] code)
    {
        _bytes = code;
        Decoder decoder = Decoder.Create(64, new ByteArrayCodeReader(code));
        Instruction instruction = default;
        while (instruction.Mnemonic != Mnemonic.Ret && decoder.IP < (ulong)code.Length)
        {
            instruction = decoder.Decode();
            Assert.False(instruction.IsInvalid, $"at {instruction.IP}: {Convert.ToHexString(code.AsSpan((int)instruction.IP))}");
            _code[instruction.IP] = instruction;
        }

        _end = decoder.IP;
    }

    public IEnumerable<Instruction> Instructions => _code.OrderBy(entry => entry.Key).Select(entry => entry.Value);

    /// <summary>Gets a vector register; tests look whether the caller's are as they were.</summary>
    public float[] Vector(int i) => _vectors[i];

    /// <summary>Gets whether the tile registers are as they are where nobody uses them.</summary>
    public bool HasReleasedTiles => _tiles.AreReleased;

    /// <summary>Gets where the lines lie that were asked for into the second-level cache, in order.</summary>
    public List<long> LinesAhead { get; } = [];

    /// <summary>Gets the addresses whose lines were asked for to be written, in order, and how many multiply-adds of single numbers came before.</summary>
    public List<(long Address, int MultiplyAdds)> LinesToWrite { get; } = [];

    /// <summary>Gets the control word of vector arithmetic.</summary>
    public uint Control => _control;

    /// <summary>Calls the function with the address of a call, as Linux or Windows passes it.</summary>
    public void Run(void* call, bool isWindows)
    {
        _general[isWindows ? 1 : 7] = (long)call;
        ulong at = 0;
        while (at < _end)
        {
            Instruction instruction = _code[at];
            if (instruction.Mnemonic == Mnemonic.Ret)
            {
                Assert.True(_hasClearUppers, "the upper halves of the registers are not cleared before ret, which makes the caller's code slow");
                return;
            }

            at = Jumps(instruction) ? instruction.NearBranchTarget : instruction.NextIP;
            Execute(instruction);
            _hasClearUppers = instruction.Mnemonic == Mnemonic.Vzeroupper;
        }

        Assert.Fail("the function does not return");
    }

    private bool Jumps(in Instruction i) => i.Mnemonic switch
    {
        Mnemonic.Je => _difference == 0,
        Mnemonic.Jne => _difference != 0,
        Mnemonic.Jl => _difference < 0,
        Mnemonic.Jge => _difference >= 0,
        _ => false,
    };

    private void Execute(in Instruction i)
    {
        switch (i.Mnemonic)
        {
            case Mnemonic.Je or Mnemonic.Jne or Mnemonic.Jl or Mnemonic.Jge or Mnemonic.Prefetcht0 or Mnemonic.Vzeroupper:
                break;
            case Mnemonic.Prefetchw:
                LinesToWrite.Add((Address(i), _multiplyAdds));
                break;
            case Mnemonic.Prefetcht1:
                LinesAhead.Add(Address(i));
                break;
            case Mnemonic.Mov when i.MemorySize == MemorySize.UInt32:
                *(uint*)Address(i) = i.Immediate32;
                break;
            case Mnemonic.Mov when i.Op0Kind == OpKind.Memory:
                *(long*)Address(i) = _general[i.Op1Register.GetNumber()];
                break;
            case Mnemonic.Mov:
                _general[i.Op0Register.GetNumber()] = i.Op1Kind == OpKind.Register ? _general[i.Op1Register.GetNumber()] : *(long*)Address(i);
                break;
            case Mnemonic.Lea:
                _general[i.Op0Register.GetNumber()] = Address(i);
                break;
            case Mnemonic.Add when i.Op0Kind == OpKind.Memory:
                _difference = *(long*)Address(i) += _general[i.Op1Register.GetNumber()];
                break;
            case Mnemonic.Add:
                _difference = _general[i.Op0Register.GetNumber()] += i.Op1Kind switch
                {
                    OpKind.Register => _general[i.Op1Register.GetNumber()],
                    OpKind.Memory => *(long*)Address(i),
                    _ => (long)i.GetImmediate(1),
                };
                break;
            case Mnemonic.Sub:
                _difference = *(long*)Address(i) -= (long)i.GetImmediate(1);
                break;
            case Mnemonic.Cmp:
                _difference = (i.Op0Kind == OpKind.Register ? _general[i.Op0Register.GetNumber()] : *(long*)Address(i))
                    - (i.Op1Kind == OpKind.Memory ? *(long*)Address(i) : (long)i.GetImmediate(1));
                break;
            case Mnemonic.Shl:
                _general[i.Op0Register.GetNumber()] <<= i.Immediate8;
                break;
            case Mnemonic.Neg:
                _general[i.Op0Register.GetNumber()] *= -1;
                break;
            case Mnemonic.Stmxcsr:
                *(uint*)Address(i) = _control;
                break;
            case Mnemonic.Ldmxcsr:
                _control = *(uint*)Address(i);
                break;
            case Mnemonic.Vcvtne2ps2bf16 or Mnemonic.Vpermw or Mnemonic.Vpunpckldq or Mnemonic.Vpunpckhdq or Mnemonic.Vpunpcklqdq or Mnemonic.Vpunpckhqdq or Mnemonic.Vshufi32x4:
                Rearrange(i);
                break;
            case Mnemonic.Vmovups when i.MemoryBase == Register.RIP:
                MemoryMarshal.Cast<byte, float>(_bytes.AsSpan((int)i.MemoryDisplacement64, 64)).CopyTo(_vectors[i.Op0Register.GetNumber()]);
                break;
            case Mnemonic.Ldtilecfg:
                _tiles.Shape(_bytes.AsSpan((int)i.MemoryDisplacement64, 64)); // What it is told lies behind the code.
                break;
            case Mnemonic.Tilezero:
                _tiles.Clear(i.Op0Register.GetNumber());
                break;
            case Mnemonic.Tileloadd:
                _tiles.Load(i.Op0Register.GetNumber(), (byte*)Address(i), _general[i.MemoryIndex.GetNumber()]);
                break;
            case Mnemonic.Tilestored:
                _tiles.Store(i.Op1Register.GetNumber(), (byte*)Address(i), _general[i.MemoryIndex.GetNumber()]);
                break;
            case Mnemonic.Tdpbf16ps:
                _tiles.Multiply(i.Op0Register.GetNumber(), i.Op1Register.GetNumber(), i.Op2Register.GetNumber());
                break;
            case Mnemonic.Tilerelease:
                _tiles.Release();
                break;
            default:
                _multiplyAdds += i.Mnemonic == Mnemonic.Vfmadd231ps ? 1 : 0;
                ExecuteVector(i);
                break;
        }
    }

    /// <summary>Instructions whose results come from other lanes. Operands are registers, but for the last one to be rounded.</summary>
    private void Rearrange(in Instruction i)
    {
        uint[] first = Bits(_vectors[i.Op1Register.GetNumber()]);
        uint[] second = i.Op2Kind == OpKind.Memory ? new ReadOnlySpan<uint>((uint*)Address(i), 16).ToArray() : Bits(_vectors[i.Op2Register.GetNumber()]);
        uint[] result = new uint[16];
        for (int lane = 0; lane < 16; lane++)
        {
            (int quarter, int place) = (lane / 4 * 4, lane % 4);
            result[lane] = i.Mnemonic switch
            {
                Mnemonic.Vcvtne2ps2bf16 => lane < 8 ? Rounded(second, lane) : Rounded(first, lane - 8),
                Mnemonic.Vpermw => Word(second, first[lane] & 31) | (Word(second, (first[lane] >> 16) & 31) << 16),
                Mnemonic.Vpunpckldq => (place % 2 == 0 ? first : second)[quarter + (place / 2)],
                Mnemonic.Vpunpckhdq => (place % 2 == 0 ? first : second)[quarter + 2 + (place / 2)],
                Mnemonic.Vpunpcklqdq => (place < 2 ? first : second)[quarter + (place % 2)],
                Mnemonic.Vpunpckhqdq => (place < 2 ? first : second)[quarter + 2 + (place % 2)],
                _ => (lane < 8 ? first : second)[(((i.Immediate8 >> (lane / 4 * 2)) & 3) * 4) + place],
            };
        }

        for (int lane = 0; lane < 16; lane++)
        {
            _vectors[i.Op0Register.GetNumber()][lane] = BitConverter.UInt32BitsToSingle(result[lane]);
        }

        static uint[] Bits(float[] vector) => [.. vector.Select(BitConverter.SingleToUInt32Bits)];

        static uint Word(uint[] words, uint number) => (words[number / 2] >> (int)(number % 2 * 16)) & 0xFFFF;

        static uint Rounded(uint[] floats, int pair) => Half(floats[2 * pair]) | (Half(floats[(2 * pair) + 1]) << 16);

        static uint Half(uint x)
        {
            float half = 0;
            Bfloat16.Round(Lanes1.Broadcast(BitConverter.UInt32BitsToSingle(x))).Store(ref half);
            return BitConverter.SingleToUInt32Bits(half) >> 16;
        }
    }

    private void ExecuteVector(in Instruction i)
    {
        bool isStore = i.Op0Kind == OpKind.Memory;
        int lanes = (isStore ? i.Op1Register : i.Op0Register).GetSize() / sizeof(float);
        Assert.True(lanes > 0, $"{i} is not an instruction of tile kernels");
        Assert.True(i.RoundingControl == RoundingControl.None && i.OpMask == Register.None && !i.ZeroingMasking, $"{i} rounds or masks");
        float* memory = i.Op0Kind == OpKind.Memory || i.Op1Kind == OpKind.Memory || i.Op2Kind == OpKind.Memory ? (float*)Address(i) : null;
        float[] to = _vectors[(isStore ? i.Op1Register : i.Op0Register).GetNumber()];
        float[]? first = i.OpCount > 2 ? _vectors[i.Op1Register.GetNumber()] : null;
        float[]? second = i.OpCount > 2 && memory is null ? _vectors[i.Op2Register.GetNumber()] : null;
        for (int lane = 0; lane < lanes; lane++)
        {
            float right = second is not null ? second[lane] : memory is not null && !isStore ? memory[i.Mnemonic == Mnemonic.Vbroadcastss || i.IsBroadcast ? 0 : lane] : 0;
            switch (i.Mnemonic)
            {
                case Mnemonic.Vmovups when isStore:
                    memory[lane] = to[lane];
                    break;
                case Mnemonic.Vmovups or Mnemonic.Vbroadcastss:
                    to[lane] = right;
                    break;
                case Mnemonic.Vpxor or Mnemonic.Vpxord:
                    Assert.Same(first, second);
                    to[lane] = 0;
                    break;
                case Mnemonic.Vaddps:
                    to[lane] = first![lane] + right;
                    break;
                case Mnemonic.Vfmadd231ps:
                    to[lane] = MultiplyAdd(first![lane], right, to[lane]);
                    break;
                case Mnemonic.Vdpbf16ps:
                    to[lane] = ExactPairs.Add(to[lane], BitConverter.SingleToUInt32Bits(first![lane]), BitConverter.SingleToUInt32Bits(right));
                    break;
                default:
                    Assert.Fail($"{i} is not an instruction of tile kernels");
                    break;
            }
        }
    }

    private float MultiplyAdd(float left, float right, float sum) =>
        (_control & Flushing) == Flushing ? ExactPairs.MultiplyAdd(left, right, sum) : MathF.FusedMultiplyAdd(left, right, sum);

    /// <summary>Where an operand begins; the index of a tile's is the distance between its rows.</summary>
    private long Address(in Instruction i) =>
        _general[i.MemoryBase.GetNumber()] + (long)i.MemoryDisplacement64
        + (i.MemoryIndex == Register.None || i.Mnemonic is Mnemonic.Tileloadd or Mnemonic.Tilestored ? 0 : _general[i.MemoryIndex.GetNumber()] * i.MemoryIndexScale);
}
