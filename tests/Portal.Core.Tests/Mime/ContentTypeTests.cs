using Portal.Core.Mime;
using Xunit;

namespace Portal.Core.Tests.Mime;

public sealed class ContentTypeTests
{
    [Theory]
    [InlineData("text/html; charset=utf-8", "text/html", "utf-8")]
    [InlineData("TEXT/HTML;CHARSET=\"utf-8\"", "text/html", "utf-8")]
    [InlineData(" text / html (a; b) ; charset = \" utf-8 \" (c)", "text/html", " utf-8 ")]
    [InlineData("text/html charset=utf-8", "text/html", null)]
    [InlineData("text/html;;; charset=utf-8;", "text/html", "utf-8")]
    [InlineData("text/html; charset=a; charset=b", "text/html", "a")]
    [InlineData("text/html; charset=\"unclosed", "text/html", "unclosed")]
    [InlineData(null, "text/plain", null)]
    public void A_type_is_read(string? field, string value, string? charset)
    {
        var type = ContentType.Parse(field);
        Assert.Equal((value, charset), (type.Value, type["charset"]));
    }

    [Theory]
    [InlineData("attachment; filename=a.pdf", "a.pdf")]
    [InlineData("attachment; filename*=utf-8''Gr%C3%BC%C3%9Fe.pdf; filename=x", "Grüße.pdf")]
    [InlineData("attachment; filename*=iso-8859-1'de'%E4.pdf", "ä.pdf")]
    [InlineData("attachment; filename*0*=utf-8''%C3; filename*1*=%BC; filename*2=\".p%df\"", "ü.p%df")]
    [InlineData("attachment; filename*1=b; filename*0=a; filename*3=d", "ab")]
    [InlineData("attachment; filename=\"=?utf-8?Q?=C3=BC.pdf?=\"", "ü.pdf")]
    [InlineData("attachment; filename=\"ü.pdf\"", "ü.pdf")]
    [InlineData("attachment; filename*=nobody''%C3%BC", "ü")]
    [InlineData("attachment; filename*=utf-8''%zz%", "%zz%")]
    [InlineData("attachment; filename*1=b", null)]
    public void A_parameter_is_put_together_and_decoded(string field, string? expected) =>
        Assert.Equal(expected, ContentType.Parse(field).Text("filename"));

    [Fact]
    public void A_family_is_asked_for_with_a_slash()
    {
        var type = ContentType.Parse("image/png");
        Assert.True(type.Is("image/") && type.Is("image/png"));
        Assert.False(type.Is("image") || type.Is("text/"));
    }
}
