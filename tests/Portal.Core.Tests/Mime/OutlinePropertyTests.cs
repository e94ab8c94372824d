using FsCheck;
using FsCheck.Fluent;
using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class OutlinePropertyTests
{
    private static readonly string[] Tokens =
    [
        "\r\n", "\r\n", "\n", "\r", "--", "--a", "--a--", "--b", "--b--", "-", " ", "\t", ":", ";", "=", "\"", "(", "From: x@y.example", "x",
        "Content-Type: multipart/mixed; boundary=a", "Content-Type: multipart/alternative; boundary=b", "Content-Type: message/rfc822",
        "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Content-Disposition: attachment; filename=",
        "X-Portal-No-Reply: yes", "Subject: =?utf-8?Q?=C3", "?=", "QUJD", "=3D", "\0", "\u00E4", "\r\n\r\n", "\r\n--a\r\n", "\r\n--b\r\n",
    ];

    private static readonly byte[] Sample = Mails.Bytes(
        "Content-Type: message/rfc822", "", "From: a@b.example", "Content-Type: multipart/mixed; boundary=a", "", "p", "--a",
        "Content-Type: multipart/alternative; boundary=b", "", "--b", "Content-Transfer-Encoding: quoted-printable", "", "=C3=A4 =", "x", "--b",
        "Content-Type: text/html", "", "<p>", "--b--", "--a", "Content-Type: a/b; name*0*=utf-8''%C3; name*1=x", "Content-Transfer-Encoding: base64",
        "", "QUJD", "QUI=", "--a", "Content-Type: message/rfc822", "", "Subject: s", "", "t", "--a--", "");

    [Fact]
    public void Any_sequence_of_mail_like_pieces_has_a_sound_outline()
    {
        var mails = Gen.Elements(Tokens).ListOf().Select(tokens => Mails.Bytes(string.Concat(tokens)));
        Check(mails);
    }

    [Fact]
    public void A_mail_changed_at_random_has_a_sound_outline()
    {
        var change = Gen.Zip(Gen.Choose(0, Sample.Length - 1), Gen.Choose(0, 255));
        Check(change.ListOf().Select(changes =>
        {
            var mail = (byte[])Sample.Clone();
            foreach (var (at, value) in changes)
            {
                mail[at] = (byte)value;
            }

            return mail;
        }));
    }

    [Fact]
    public async Task A_mail_cut_anywhere_has_a_sound_outline()
    {
        for (var length = 0; length <= Sample.Length; length++)
        {
            await Sound(Sample[..length]);
        }
    }

    private static void Check(Gen<byte[]> mails) =>
        Prop.ForAll(mails.ToArbitrary(), Sound).Check(Config.QuickThrowOnFailure.WithMaxTest(3000).WithEndSize(60));

    private static async Task<bool> Sound(byte[] mail)
    {
        var outline = await Mails.OutlineOf(mail);
        await Invariants.Hold(mail, outline);
        var slowly = await OutlineReader.ReadAsync(new DrippingStream(mail, 1, 3), OutlineOptions.Default, CancellationToken.None);
        Assert.Equal(OutlineJson.ToBytes(outline), OutlineJson.ToBytes(slowly));
        foreach (var range in outline.SteeringRanges)
        {
            Assert.StartsWith("X-Portal-No-Reply", System.Text.Encoding.Latin1.GetString(mail, (int)range.Start, (int)range.Length), StringComparison.Ordinal);
        }

        return true;
    }
}
