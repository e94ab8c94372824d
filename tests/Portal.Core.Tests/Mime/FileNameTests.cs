using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("a.pdf", "a.pdf")]
    [InlineData("/etc/passwd", "passwd")]
    [InlineData("..\\..\\evil.exe", "evil.exe")]
    [InlineData("C:evil.exe", "evil.exe")]
    [InlineData("../..", null)]
    [InlineData("folder/", "folder")]
    [InlineData("invoice\u202Efdp.exe", "invoicefdp.exe")]
    [InlineData("a\u200E\u2066\u200Fb\u061C.txt", "ab.txt")]
    [InlineData("a\u0001\u0085b.txt", "ab.txt")]
    [InlineData("NUL", "_NUL")]
    [InlineData("con.txt", "_con.txt")]
    [InlineData("LPT1.doc", "_LPT1.doc")]
    [InlineData("console.txt", "console.txt")]
    [InlineData("com.txt", "com.txt")]
    [InlineData("a.exe. . ", "a.exe")]
    [InlineData("   ", null)]
    public async Task A_file_name_is_made_fit_to_show(string name, string? expected)
    {
        var encoded = string.Concat(System.Text.Encoding.UTF8.GetBytes(name).Select(b => $"%{b:X2}"));
        var outline = await Mails.OutlineOf($"Content-Disposition: attachment; filename*=utf-8''{encoded}", "", "");
        Assert.Equal(expected, outline.Root.FileName);
    }

    [Fact]
    public async Task A_long_file_name_keeps_its_extension()
    {
        var outline = await Mails.OutlineOf($"Content-Disposition: attachment; filename=\"{new string('a', 4096)}.docx\"", "", "");
        Assert.Equal(new string('a', 250) + ".docx", outline.Root.FileName);
    }

    [Fact]
    public async Task The_name_of_the_type_serves_where_the_disposition_has_none()
    {
        var outline = await Mails.OutlineOf("Content-Type: application/pdf; name=\"=?iso-8859-1?Q?=E4.pdf?=\"", "Content-Disposition: x", "", "");
        Assert.Equal(("ä.pdf", "attachment"), (outline.Root.FileName, outline.Root.Disposition));
    }
}
