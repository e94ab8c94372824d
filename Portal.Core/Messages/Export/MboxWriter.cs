namespace Portal.Core.Messages.Export;

/// <summary>
/// Writes mails into an mbox (RFC 4155 appendix A, with the quoting that is called mboxrd: every line that begins with any number of
/// <c>&gt;</c> and <c>From </c> gets one more, so that reading takes exactly one away). Lines end with LF. Memory stays constant.
/// </summary>
internal sealed class MboxWriter(Stream output)
{
    private const int BufferSize = 65536;

    private readonly byte[] _out = new byte[(2 * BufferSize) + 16];
    private int _length;
    private bool _return; // a CR that may belong to a line's end
    private byte _last; // what was put last
    private int _matched; // how much of "From " stands at the line's beginning; -1 inside the line

    private static ReadOnlySpan<byte> From => "From "u8;

    /// <summary>Writes one mail behind its separator.</summary>
    /// <param name="sender">The sender's address; what would break the separator is left out.</param>
    /// <param name="at">When it was delivered.</param>
    /// <param name="mail">Its bytes.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task WriteAsync(string sender, DateTimeOffset at, Stream mail, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Put(System.Text.Encoding.ASCII.GetBytes(Separator(sender, at)));
        (_matched, _return) = (0, false);
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await mail.ReadAsync(buffer, cancellationToken)) > 0)
        {
            foreach (var letter in buffer.AsSpan(0, read))
            {
                Take(letter);
            }

            await FlushAsync(cancellationToken);
        }

        End();
        await FlushAsync(cancellationToken);
    }

    private static string Separator(string sender, DateTimeOffset at)
    {
        var address = string.Concat(sender.Where(c => c is > ' ' and < (char)127));
        var time = at.UtcDateTime;
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"From {(address.Length > 0 ? address : "MAILER-DAEMON")} {time:ddd MMM} {time.Day,2} {time:HH:mm:ss yyyy}\n");
    }

    private void Take(byte letter)
    {
        if (_return)
        {
            _return = false;
            if (letter != (byte)'\n')
            {
                Letter((byte)'\r');
            }
        }

        if (letter == (byte)'\r')
        {
            _return = true;
        }
        else
        {
            Letter(letter);
        }
    }

    private void Letter(byte letter)
    {
        if (_matched >= 0 && letter == From[_matched])
        {
            if (++_matched == From.Length)
            {
                Put(">"u8);
                Put(From);
                _matched = -1;
            }

            return;
        }

        // It does not matter where among the signs of quotation one more stands, so they need not be kept back.
        var quoting = _matched == 0 && letter == (byte)'>';
        Release();
        Put([letter]);
        _matched = letter == (byte)'\n' || quoting ? 0 : -1;
    }

    private void Release()
    {
        if (_matched > 0)
        {
            Put(From[.._matched]);
        }
    }

    // The last line ends, and an empty one parts it from what follows.
    private void End()
    {
        if (_return)
        {
            _return = false;
            Letter((byte)'\r');
        }

        Release();
        Put(_last == (byte)'\n' ? "\n"u8 : "\n\n"u8);
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_out.AsSpan(_length));
        _length += bytes.Length;
        _last = bytes[^1];
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await output.WriteAsync(_out.AsMemory(0, _length), cancellationToken);
        _length = 0;
    }
}
