namespace FineTune.Kernels;

/// <summary>
/// Writes the few forms of x86-64 instructions that the tile kernels are made of. Vectors of up to 256 bits are encoded in VEX and have sixteen registers,
/// those of 512 bits in EVEX and thirty-two.
/// </summary>
/// <param name="vectorBytes">The length of a vector: 16, 32 or 64 bytes.</param>
internal sealed class Assembler(int vectorBytes)
{
    private const byte Wide = 0x48;
    private static readonly VectorForm TileShapes = new(0, 2, 0x49);
    private readonly List<byte> _code = [];

    /// <summary>Gets the vector registers that both calling conventions leave to a function: those of 512 bits that Windows does not want back.</summary>
    public static ReadOnlySpan<int> FreeVectors => [0, 1, 2, 3, 4, 5, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];

    /// <summary>Gets how many vector registers there are.</summary>
    public int Registers => IsEvex ? 32 : 16;

    /// <summary>Gets how many bytes are written: where the next instruction begins.</summary>
    public int Position => _code.Count;

    private bool IsEvex => vectorBytes == 64;

    public byte[] ToArray() => [.. _code];

    /// <summary>Rcx = the function's one argument, which Windows passes there and Linux elsewhere.</summary>
    public void TakeArgument(bool isWindows)
    {
        if (!isWindows)
        {
            Move(Register64.Rcx, Register64.Rdi);
        }
    }

    /// <summary>to = 64 bits of memory.</summary>
    public void Load(Register64 to, CodeAddress from) => General(0x8B, (int)to, from);

    /// <summary>64 bits of memory = from.</summary>
    public void Store(CodeAddress to, Register64 from) => General(0x89, (int)from, to);

    /// <summary>to = address.</summary>
    public void LoadAddress(Register64 to, CodeAddress address) => General(0x8D, (int)to, address);

    /// <summary>to = from.</summary>
    public void Move(Register64 to, Register64 from) => General(0x89, (int)from, (int)to);

    /// <summary>to += from.</summary>
    public void Add(Register64 to, Register64 from) => General(0x01, (int)from, (int)to);

    /// <summary>64 bits of memory += from.</summary>
    public void Add(CodeAddress to, Register64 from) => General(0x01, (int)from, to);

    /// <summary>to += 64 bits of memory.</summary>
    public void Add(Register64 to, CodeAddress from) => General(0x03, (int)to, from);

    /// <summary>to += a number from -128 to 127; sets the flags.</summary>
    public void Add(Register64 to, int value)
    {
        General(0x83, 0, (int)to);
        Bytes(Signed(value));
    }

    /// <summary>64 bits of memory -= a number from -128 to 127; sets the flags.</summary>
    public void Subtract(CodeAddress from, int value)
    {
        General(0x83, 5, from);
        Bytes(Signed(value));
    }

    /// <summary>Compares 64 bits of memory with a number from -128 to 127.</summary>
    public void Compare(CodeAddress left, int value)
    {
        General(0x83, 7, left);
        Bytes(Signed(value));
    }

    /// <summary>Compares a register with 64 bits of memory.</summary>
    public void Compare(Register64 left, CodeAddress right) => General(0x3B, (int)left, right);

    /// <summary>Compares a register with a number.</summary>
    public void Compare(Register64 left, int value)
    {
        General(0x81, 7, (int)left);
        Number(value);
    }

    /// <summary>to *= 4.</summary>
    public void TimesFour(Register64 to)
    {
        General(0xC1, 4, (int)to);
        Bytes(2);
    }

    /// <summary>to = -to.</summary>
    public void Negate(Register64 to) => General(0xF7, 3, (int)to);

    /// <summary>Asks for the line of the cache at an address.</summary>
    public void Prefetch(CodeAddress address) => Prefetch(1, address);

    /// <summary>Asks for the line at an address, as far as the second-level cache.</summary>
    public void PrefetchFar(CodeAddress address) => Prefetch(2, address);

    /// <summary>Asks for the line at an address for this core alone, to be written; nothing on the few processors with AVX2 that do not know the instruction.</summary>
    public void PrefetchToWrite(CodeAddress address) => Prefetch(1, address, 0x0D);

    /// <summary>32 bits of memory = the control word of vector arithmetic.</summary>
    public void StoreControl(CodeAddress to) => Control(3, to);

    /// <summary>The control word of vector arithmetic = 32 bits of memory.</summary>
    public void LoadControl(CodeAddress from) => Control(2, from);

    /// <summary>32 bits of memory = value.</summary>
    public void StoreNumber(CodeAddress to, int value)
    {
        Rex(0x40, 0, to);
        Bytes(0xC7);
        Operand(0, to, 1);
        Number(value);
    }

    /// <summary>Jumps to what is written already.</summary>
    public void JumpBack(CodeCondition condition, int target)
    {
        int jump = JumpAhead(condition);
        Land(jump, target);
    }

    /// <summary>Jumps to where <see cref="Land(int)"/> is called with what this returns.</summary>
    public int JumpAhead(CodeCondition condition)
    {
        Bytes(0x0F, (byte)condition);
        Number(0);
        return Position;
    }

    public void Land(int jump) => Land(jump, Position);

    /// <summary>to = first (form) second; forms with two operands have no first, which is register 0.</summary>
    public void Vector(VectorForm form, int to, int first, int second)
    {
        VectorPrefix(form, to, first, (second & 8) != 0, (second & 16) != 0);
        Bytes(form.Opcode, (byte)(0xC0 | ((to & 7) << 3) | (second & 7)));
    }

    /// <summary>The same with the second operand, or with a store the result, in memory.</summary>
    public void Vector(VectorForm form, int to, int first, CodeAddress second)
    {
        VectorPrefix(form, to, first, IsHigh(second.Base), second.Index is { } index && IsHigh(index));
        Bytes(form.Opcode);
        Operand(to, second, !IsEvex ? 1 : form.ReadsOne ? sizeof(float) : vectorBytes);
    }

    /// <summary>The same with a byte that says how.</summary>
    public void Vector(VectorForm form, int to, int first, int second, byte how)
    {
        Vector(form, to, first, second);
        Bytes(how);
    }

    /// <summary>to = a vector of data, which lies where <see cref="Land(int)"/> is called with what this returns.</summary>
    public int LoadVectorAhead(int to)
    {
        VectorPrefix(VectorForm.Load, to, 0, false, false);
        Bytes(VectorForm.Load.Opcode, (byte)(0x05 | ((to & 7) << 3)));
        Number(0);
        return Position;
    }

    /// <summary>Stores or loads the low 128 bits of registers 0 to 15, whatever the length of vectors.</summary>
    public void LowVector(VectorForm form, int register, CodeAddress address)
    {
        Vex(form, register, 0, IsHigh(address.Base), false, isLong: false);
        Bytes(form.Opcode);
        Operand(register, address, 1);
    }

    /// <summary>
    /// Gives tile registers the shapes that 64 bytes describe, which lie where <see cref="Land(int)"/> is called with what this returns, and clears them.
    /// </summary>
    public int LoadTileShapesAhead()
    {
        Vex(TileShapes, 0, 0, false, false, isLong: false);
        Bytes(TileShapes.Opcode, 0x05);
        Number(0);
        return Position;
    }

    /// <summary>Tile register = rows of 64 bytes: the address is a base and, as its index, the distance between rows in bytes.</summary>
    public void LoadTile(int to, CodeAddress from) => Tile(new(3, 2, 0x4B), to, from);

    /// <summary>The same the other way round.</summary>
    public void StoreTile(CodeAddress to, int from) => Tile(new(2, 2, 0x4B), from, to);

    /// <summary>Tile register = 0.</summary>
    public void ZeroTile(int register)
    {
        VectorForm form = new(3, 2, 0x49);
        Vex(form, register, 0, false, false, isLong: false);
        Bytes(form.Opcode, (byte)(0xC0 | (register << 3)));
    }

    /// <summary>Sums (rows of 16 floats) += rows of 16 pairs of bfloat16 times 16 rows of a pair for each column: tdpbf16ps.</summary>
    public void MultiplyTiles(int sums, int left, int right)
    {
        VectorForm form = new(2, 2, 0x5C);
        Vex(form, sums, right, false, false, isLong: false);
        Bytes(form.Opcode, (byte)(0xC0 | (sums << 3) | left));
    }

    /// <summary>Leaves the tile registers as they are where nobody uses them.</summary>
    public void ReleaseTiles()
    {
        Vex(TileShapes, 0, 0, false, false, isLong: false);
        Bytes(TileShapes.Opcode, 0xC0);
    }

    /// <summary>Data between instructions.</summary>
    public void Data(ReadOnlySpan<byte> bytes) => Bytes(bytes);

    /// <summary>Clears what the caller's narrower instructions would have to keep, and returns.</summary>
    public void Return() => Bytes(0xC5, 0xF8, 0x77, 0xC3);

    /// <summary>Fills up to a multiple of a length with bytes that stop whoever gets there.</summary>
    public void Align(int length)
    {
        while (Position % length != 0)
        {
            Bytes(0xCC);
        }
    }

    private static bool IsHigh(Register64 register) => register >= Register64.R8;

    private void Tile(VectorForm form, int register, CodeAddress address)
    {
        Vex(form, register, 0, IsHigh(address.Base), IsHigh(address.Index!.Value), isLong: false);
        Bytes(form.Opcode);
        Operand(register, address, 1);
    }

    private void Prefetch(int level, CodeAddress address, byte opcode = 0x18)
    {
        Rex(0x40, 0, address);
        Bytes(0x0F, opcode);
        Operand(level, address, 1);
    }

    private void General(byte opcode, int register, CodeAddress address)
    {
        Rex(Wide, register, address);
        Bytes(opcode);
        Operand(register, address, 1);
    }

    private void General(byte opcode, int register, int other) =>
        Bytes((byte)(Wide | (register >> 3 << 2) | (other >> 3)), opcode, (byte)(0xC0 | ((register & 7) << 3) | (other & 7)));

    private void Control(int operation, CodeAddress address)
    {
        Rex(0x40, 0, address);
        Bytes(0x0F, 0xAE);
        Operand(operation, address, 1);
    }

    private void Rex(int prefix, int register, CodeAddress address)
    {
        int rex = prefix | (register >> 3 << 2) | (address.Index is { } index && IsHigh(index) ? 2 : 0) | (IsHigh(address.Base) ? 1 : 0);
        if (rex != 0x40)
        {
            Bytes((byte)rex);
        }
    }

    private void VectorPrefix(VectorForm form, int to, int first, bool extendsBase, bool extendsIndex)
    {
        if (IsEvex)
        {
            Bytes(
                0x62,
                (byte)(Not(to & 8, 0x80) | Not(extendsIndex ? 1 : 0, 0x40) | Not(extendsBase ? 1 : 0, 0x20) | Not(to & 16, 0x10) | form.Map),
                (byte)((form.IsWide ? 0x80 : 0) | ((~first & 15) << 3) | 4 | form.Prefix),
                (byte)(0x40 | (form.RepeatsOne ? 0x10 : 0) | Not(first & 16, 8)));
        }
        else
        {
            Vex(form, to, first, extendsBase, extendsIndex, vectorBytes == 32);
        }
    }

    private void Vex(VectorForm form, int to, int first, bool extendsBase, bool extendsIndex, bool isLong) => Bytes(
        0xC4,
        (byte)(Not(to & 8, 0x80) | Not(extendsIndex ? 1 : 0, 0x40) | Not(extendsBase ? 1 : 0, 0x20) | form.Map),
        (byte)(((~first & 15) << 3) | (isLong ? 4 : 0) | form.Prefix));

    // Prefixes hold the high bits of register numbers upside down.
    private static int Not(int bit, int value) => bit == 0 ? value : 0;

    /// <summary>ModRM, with an index SIB, and the displacement: none, a byte in units of <paramref name="unit"/>, or four.</summary>
    private void Operand(int register, CodeAddress address, int unit)
    {
        bool isShort = address.Offset % unit == 0 && address.Offset / unit is >= -128 and <= 127;
        int mode = address.Offset == 0 ? 0 : isShort ? 0x40 : 0x80;
        int low = (int)address.Base & 7;
        if (address.Index is { } index)
        {
            Bytes((byte)(mode | ((register & 7) << 3) | 4), (byte)((int.Log2(address.Scale) << 6) | (((int)index & 7) << 3) | low));
        }
        else
        {
            Bytes((byte)(mode | ((register & 7) << 3) | low));
        }

        if (mode == 0x40)
        {
            Bytes((byte)(address.Offset / unit));
        }
        else if (mode == 0x80)
        {
            Number(address.Offset);
        }
    }

    private void Land(int jump, int target)
    {
        int distance = target - jump;
        for (int i = 0; i < 4; i++)
        {
            _code[jump - 4 + i] = (byte)(distance >> (8 * i));
        }
    }

    private static byte Signed(int value) => (byte)checked((sbyte)value);

    private void Number(int value) => Bytes((byte)value, (byte)(value >> 8), (byte)(value >> 16), (byte)(value >> 24));

    private void Bytes(params ReadOnlySpan<byte> bytes) => _code.AddRange(bytes);
}
