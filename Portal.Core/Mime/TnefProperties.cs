namespace Portal.Core.Mime;

/// <summary>Goes through a block of MAPI properties in a TNEF stream (MS-OXTNEF §2.1.3.5, MsgPropertyList).</summary>
internal sealed class TnefProperties(TnefCursor cursor, long end)
{
    private const int MostProperties = 10_000;

    /// <summary>Shows each property to <paramref name="take"/>, which reads its value or leaves it.</summary>
    /// <param name="take">Gets the property's id, its type and the length of its (first) value; not asked about many values of a fixed length.</param>
    /// <param name="ct">Cancels between two reads.</param>
    /// <exception cref="InvalidDataException">The block is not what it says.</exception>
    public async ValueTask ReadAsync(Func<ushort, ushort, long, ValueTask> take, CancellationToken ct)
    {
        var count = await cursor.UInt32Async(ct).ConfigureAwait(false);
        Check(count <= MostProperties);
        for (var i = 0; i < count; i++)
        {
            var type = await cursor.UInt16Async(ct).ConfigureAwait(false);
            var id = await cursor.UInt16Async(ct).ConfigureAwait(false);
            if (id >= 0x8000)
            {
                await SkipNameAsync(ct).ConfigureAwait(false);
            }

            await ValuesAsync(id, type, take, ct).ConfigureAwait(false);
        }
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidDataException("The TNEF properties are not well formed.");
        }
    }

    private static long Padded(long length) => (length + 3) & ~3L;

    // A property of nobody's standard: a GUID, then a number or a name.
    private async ValueTask SkipNameAsync(CancellationToken ct)
    {
        await cursor.SkipAsync(16, ct).ConfigureAwait(false);
        var named = await cursor.UInt32Async(ct).ConfigureAwait(false) == 1;
        var rest = await cursor.UInt32Async(ct).ConfigureAwait(false);
        await cursor.SkipAsync(named ? Padded(rest) : 0, ct).ConfigureAwait(false);
    }

    private async ValueTask ValuesAsync(ushort id, ushort type, Func<ushort, ushort, long, ValueTask> take, CancellationToken ct)
    {
        var single = (ushort)(type & 0x0FFF);
        var fixedLength = FixedLength(single);
        var many = fixedLength == 0 || (type & 0x1000) != 0;
        var count = many ? await cursor.UInt32Async(ct).ConfigureAwait(false) : 1;
        Check(fixedLength == 0 || count * (long)fixedLength <= end - cursor.Position);
        if (fixedLength > 0)
        {
            var behind = cursor.Position + (count * (long)fixedLength);
            if (!many)
            {
                await take(id, single, fixedLength).ConfigureAwait(false);
            }

            await cursor.SkipAsync(behind - cursor.Position, ct).ConfigureAwait(false);
            return;
        }

        Check(count <= MostProperties);
        for (var i = 0; i < count; i++)
        {
            var length = (long)await cursor.UInt32Async(ct).ConfigureAwait(false);
            var next = cursor.Position + Padded(length);
            Check(next <= end);
            if (i == 0)
            {
                await take(id, single, length).ConfigureAwait(false);
            }

            await cursor.SkipAsync(next - cursor.Position, ct).ConfigureAwait(false);
        }
    }

    // 0: the value says how long it is. Short ones are padded to four bytes (MS-OXTNEF §2.1.3.5.2).
    private static int FixedLength(ushort type) => type switch
    {
        0x0001 => 4, // a null, still with its four bytes
        0x0002 or 0x0003 or 0x0004 or 0x000A or 0x000B => 4,
        0x0005 or 0x0006 or 0x0007 or 0x0014 or 0x0040 => 8,
        0x0048 => 16,
        0x000D or 0x001E or 0x001F or 0x0102 => 0,
        _ => throw new InvalidDataException("The TNEF properties have a type that nobody knows."),
    };
}
