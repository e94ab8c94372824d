using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Portal.Core.Mime;

namespace Portal.Benchmarks;

/// <summary>Taking down outlines against merely finding the lines; decoding base64 against the platform's decoder over the same
/// bytes. Time is the process's processor time, so that a busy machine does not count.</summary>
internal static class MimeBenchmark
{
    private const int Rounds = 25;
    private const int WarmRounds = 50; // until all code is compiled for good, as in a server after its first minute
    private const int Mails = 400;
    private const int MailSize = 50_000;
    private const int Attachment = 48 * 1024 * 1024;

    public static async Task RunAsync(Report report)
    {
        await OutlineAsync(report, "mime_outline_50k", TunnelMails.Original(MailSize));
        await OutlineAsync(report, "mime_outline_50k_quoted", QuotedMail());
        await DecodingAsync(report);
    }

    private static async Task OutlineAsync(Report report, string name, byte[] mail)
    {
        var mails = Enumerable.Range(0, Mails).Select(_ => mail.ToArray()).ToArray(); // more than the caches hold
        var (ours, bare) = (new List<double>(), new List<double>());
        for (var round = 0; round < WarmRounds + Rounds; round++)
        {
            bare.Add(Seconds(() => Array.ForEach(mails, bytes => Lines(bytes))));
            var before = Environment.CpuUsage.TotalTime;
            foreach (var bytes in mails)
            {
                await OutlineReader.ReadAsync(new MemoryStream(bytes), OutlineOptions.Default, CancellationToken.None);
            }

            ours.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        Print(report, name, "lines", (long)Mails * mail.Length, ours, bare);
    }

    // The dearer kind: forty fields, two quoted-printable texts in which every tenth character is escaped, a picture.
    private static byte[] QuotedMail()
    {
        var text = new StringBuilder("From: a@example.com\r\nSubject: =?utf-8?Q?Gr=C3=BC=C3=9Fe?=\r\nMIME-Version: 1.0\r\n");
        text.Insert(0, "Received: from a.example.com (a.example.com [192.0.2.1])\r\n\tby b.example.com with ESMTPS id 4711;\r\n\tFri, 20 Nov 2026 14:05:00 +0100\r\n", 37);
        text.Append("Content-Type: multipart/mixed; boundary=outer\r\n\r\n--outer\r\nContent-Type: multipart/alternative; boundary=inner\r\n");
        foreach (var type in new[] { "plain", "html" })
        {
            text.Append("\r\n--inner\r\nContent-Type: text/").Append(type).Append("; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
            for (var i = 0; i < 150; i++)
            {
                text.Append("Die Gr=C3=BC=C3=9Fe aus Z=C3=BCrich =C3=BCberbringe ich gern, <b>=C3=A4u=\r\n=C3=9Ferst</b> gern.\r\n");
            }
        }

        text.Append("\r\n--inner--\r\n--outer\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var picture = RandomNumberGenerator.GetBytes((MailSize - text.Length) * 3 / 4 * 76 / 78);
        text.Append(Convert.ToBase64String(picture, Base64FormattingOptions.InsertLineBreaks)).Append("\r\n--outer--\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static async Task DecodingAsync(Report report)
    {
        var content = RandomNumberGenerator.GetBytes(Attachment);
        var mail = Encoding.ASCII.GetBytes($"Content-Type: a/b\r\nContent-Transfer-Encoding: base64\r\n\r\n{Convert.ToBase64String(content, Base64FormattingOptions.InsertLineBreaks)}");
        var part = (await OutlineReader.ReadAsync(new MemoryStream(mail), OutlineOptions.Default, CancellationToken.None)).Root;
        var (ours, bare, buffer) = (new List<double>(), new List<double>(), new byte[Attachment + 4]);
        for (var round = 0; round < (WarmRounds / 10) + Rounds; round++)
        {
            bare.Add(Seconds(() => Base64.DecodeFromUtf8(mail.AsSpan((int)part.BodyStart), buffer, out _, out _)));
            ours.Add(Seconds(() => Decode(mail, part, buffer)));
        }

        Print(report, "mime_base64", "system_base64", content.Length, ours, bare);
    }

    private static void Print(Report report, string name, string yardstick, long bytes, List<double> ours, List<double> bare)
    {
        report.Add(name, bytes / 1e6 / Report.Median(ours.TakeLast(Rounds)), "MBps");
        report.Add($"{name}_{yardstick}", bytes / 1e6 / Report.Median(bare.TakeLast(Rounds)), "MBps");
        report.Add($"{name}_of_{yardstick}", 100 * Report.Median(bare.TakeLast(Rounds)) / Report.Median(ours.TakeLast(Rounds)), "percent");
    }

    private static int Lines(byte[] mail)
    {
        var rest = mail.AsSpan();
        var lines = 0;
        for (var newline = rest.IndexOf((byte)'\n'); newline >= 0; newline = rest.IndexOf((byte)'\n'))
        {
            rest = rest[(newline + 1)..];
            lines++;
        }

        return lines;
    }

    private static void Decode(byte[] mail, OutlinePart part, byte[] buffer)
    {
        using var stream = PartContent.OpenDecoded(new MemoryStream(mail), part);
        while (stream.Read(buffer.AsSpan(0, 64 * 1024)) > 0)
        {
            // Only the speed of reading counts.
        }
    }

    private static double Seconds(Action action)
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }
}
