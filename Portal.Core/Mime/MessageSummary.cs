using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Portal.Core.Mime;

/// <summary>What a listing shows of a message, and what it needs to find the others of its conversation.</summary>
/// <remarks>Stored form: version byte 2; Unix milliseconds of the date and its zone in minutes (int64, int16; both at their
/// minimum: no date); attachments (int32); size (int64); then sender's name, sender's address, subject, recipients and
/// thread root, each as a 16-bit byte count and UTF-8. All numbers are big-endian. Version 1 ends after the subject.</remarks>
public sealed record MessageSummary
{
    private const byte Version = 2;
    private const byte WithoutRecipients = 1;
    private const int FixedLength = 1 + 8 + 2 + 4 + 8;
    private const int LongestName = 100;
    private const int LongestAddress = 320;
    private const int LongestSubject = 200;
    private const int LongestRecipients = 400;
    private const int MostRecipients = 20;

    /// <summary>The sender's display name, at most 100 characters; may be empty.</summary>
    public required string FromName { get; init; }

    /// <summary>The sender's address, at most 320 characters; may be empty.</summary>
    public required string FromAddress { get; init; }

    /// <summary>The decoded subject, at most 200 characters; may be empty.</summary>
    public required string Subject { get; init; }

    /// <summary>To whom it was written, names and addresses, at most 400 characters; may be empty.</summary>
    public string Recipients { get; init; } = "";

    /// <summary>The first message of its conversation (<see cref="Mime.ThreadRoot"/>); empty where it names none, null where the summary is too old to know.</summary>
    public string? ThreadRoot { get; init; }

    /// <summary>The message's date as its sender wrote it, or null.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>How many attachments there are; files inside of parts (<see cref="EmbeddedFile"/>) are not counted.</summary>
    public int Attachments { get; init; }

    /// <summary>Bytes of the message.</summary>
    public long Size { get; init; }

    /// <summary>Takes a message's summary from its outline.</summary>
    public static MessageSummary Of(Outline outline)
    {
        ArgumentNullException.ThrowIfNull(outline);
        var senders = AddressList.Parse(outline.Header("From") ?? outline.Header("Sender"));
        var sender = senders.Count > 0 ? senders[0] : new MailAddress("", "");
        return new MessageSummary
        {
            FromName = DisplayText.Cut(sender.Name, LongestName),
            FromAddress = DisplayText.Cut(sender.Address, LongestAddress),
            Subject = DisplayText.Cut(HeaderText.Decode(outline.Header("Subject") ?? "").Trim(), LongestSubject),
            Recipients = RecipientsOf(outline),
            ThreadRoot = Mime.ThreadRoot.Of(outline),
            Date = HeaderText.Date(outline.Header("Date")),
            Attachments = BodySelection.Of(outline).Attachments.Count,
            Size = outline.Length - outline.MessageStart,
        };
    }

    /// <summary>Writes the stored form.</summary>
    public byte[] ToBytes()
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        var head = bytes.GetSpan(FixedLength);
        head[0] = Version;
        BinaryPrimitives.WriteInt64BigEndian(head[1..], Date?.ToUnixTimeMilliseconds() ?? long.MinValue);
        BinaryPrimitives.WriteInt16BigEndian(head[9..], (short?)Date?.Offset.TotalMinutes ?? short.MinValue);
        BinaryPrimitives.WriteInt32BigEndian(head[11..], Attachments);
        BinaryPrimitives.WriteInt64BigEndian(head[15..], Size);
        bytes.Advance(FixedLength);
        Write(bytes, FromName);
        Write(bytes, FromAddress);
        Write(bytes, Subject);
        Write(bytes, Recipients);
        Write(bytes, ThreadRoot ?? "");
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no summary.</exception>
    public static MessageSummary FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < FixedLength || bytes[0] is not (Version or WithoutRecipients))
        {
            throw new InvalidDataException("The bytes are no message summary.");
        }

        var milliseconds = BinaryPrimitives.ReadInt64BigEndian(bytes[1..]);
        var zone = TimeSpan.FromMinutes(BinaryPrimitives.ReadInt16BigEndian(bytes[9..]));
        var texts = bytes[FixedLength..];
        var whole = bytes[0] == Version;
        return new MessageSummary
        {
            Date = milliseconds == long.MinValue ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToOffset(zone),
            Attachments = BinaryPrimitives.ReadInt32BigEndian(bytes[11..]),
            Size = BinaryPrimitives.ReadInt64BigEndian(bytes[15..]),
            FromName = Read(ref texts),
            FromAddress = Read(ref texts),
            Subject = Read(ref texts),
            Recipients = whole ? Read(ref texts) : "",
            ThreadRoot = whole ? Read(ref texts) : null,
        };
    }

    private static string RecipientsOf(Outline outline)
    {
        var all = AddressList.Parse(outline.Header("To")).Concat(AddressList.Parse(outline.Header("Cc"))).Take(MostRecipients);
        return DisplayText.Cut(
            string.Join(", ", all.Select(a => a.Name.Length == 0 ? a.Address : a.Address.Length == 0 ? a.Name : $"{a.Name} <{a.Address}>")),
            LongestRecipients);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, string text)
    {
        var room = bytes.GetSpan(2 + Encoding.UTF8.GetMaxByteCount(text.Length));
        var count = Encoding.UTF8.GetBytes(text, room[2..]);
        BinaryPrimitives.WriteUInt16BigEndian(room, checked((ushort)count));
        bytes.Advance(2 + count);
    }

    private static string Read(ref ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(bytes) is var count && bytes.Length - 2 < count)
        {
            throw new InvalidDataException("The message summary is cut short.");
        }

        var text = Encoding.UTF8.GetString(bytes.Slice(2, count));
        bytes = bytes[(2 + count)..];
        return text;
    }
}
