using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class StyleValueTests
{
    [Theory]
    [InlineData("color:#FFF;color:rgb(1, 2,3);color:rgba(0 0 0 / 80%);color:hsl(120deg 50% 50%)", "color:#FFF;color:rgb(1,2,3);color:rgba(0,0,0,80%);color:hsl(120deg,50%,50%);")]
    [InlineData("margin:0 auto 1.5em;padding:10px 5%", "margin:0 auto 1.5em;padding:10px 5%;")]
    [InlineData("border:1px solid #ccc;border-radius:4px;border-bottom:0;border-collapse:collapse", "border:1px solid #ccc;border-radius:4px;border-bottom:0;border-collapse:collapse;")]
    [InlineData("font-family:'Open Sans', Arial,sans-serif", "font-family:'Open Sans',Arial,sans-serif;")]
    [InlineData("font:bold 14px/1.5 Arial, sans-serif", "font:bold 14px/1.5 Arial,sans-serif;")]
    [InlineData("width:100%;max-width:600px;width:calc(100% - 20px)", "width:100%;max-width:600px;width:calc(100% - 20px);")]
    [InlineData("height:40px;height:auto", "height:40px;min-height:40px;height:auto;")]
    [InlineData("text-align:center;text-decoration:none;vertical-align:top;line-height:1.4;line-height:120%", "text-align:center;text-decoration:none;vertical-align:top;line-height:1.4;line-height:120%;")]
    [InlineData("background:#fff", "background-color:#fff;")]
    [InlineData("background:url(https://x.example/a.png) center #123456 no-repeat", "background-color:#123456;background-repeat:no-repeat;")]
    [InlineData("background:linear-gradient(to right, #fff 0%, rgba(0,0,0,.5) 100%)", "background-image:linear-gradient(to right, #fff 0%, rgba(0,0,0,0.5) 100%);")]
    [InlineData("display:block;float:left;clear:both;white-space:nowrap", "display:block;float:left;clear:both;white-space:nowrap;")]
    [InlineData("margin:0!important", "margin:0;")]
    [InlineData("font-size:0.5em;font-size:50%", "font-size:max(9px,0.5em);font-size:max(9px,50%);")]
    [InlineData("width:99999px;padding:1e9px", "width:4000px;padding:4000px;")]
    public void Plain_declarations_are_written_anew(string style, string expected) => Assert.Equal(expected, Bodies.Inline(style));

    [Theory]
    [InlineData("position:fixed;top:0;left:0")]
    [InlineData("position:absolute;z-index:9;inset:0")]
    [InlineData("transform:scale(0);clip:rect(0,0,0,0);clip-path:none;filter:none")]
    [InlineData("margin:-10px;margin-left:-1em;text-indent:-9999px;letter-spacing:-1em")]
    [InlineData("overflow:hidden;overflow:scroll;max-height:1px")]
    [InlineData("opacity:.5;visibility:visible")]
    [InlineData("color:transparent;color:rgba(0,0,0,0);color:#0000;color:hsl(0 0% 0% / 0)")]
    [InlineData("font-size:1px;font-size:0.01em;font-size:5%;font:1px/1 Arial;font-size:calc(1px)")]
    [InlineData("line-height:0;line-height:1px;line-height:0.1")]
    [InlineData("background:url(javascript:alert(1))")]
    [InlineData("background-image:image-set('https://x.example/a' 1x)")]
    [InlineData("background-image:cross-fade(url(https://x.example/a))")]
    [InlineData("list-style:url(https://x.example/a);list-style-image:url(https://x.example/a);cursor:url(https://x.example/a),auto")]
    [InlineData("border-image:url(https://x.example/a);content:url(https://x.example/a);-webkit-mask:url(https://x.example/a)")]
    [InlineData("width:expression(alert(1));behavior:url(#x);-moz-binding:url(https://x.example/a)")]
    [InlineData("width:e/**/xpression(alert(1))")]
    [InlineData("background:u\\72l(https://x.example/a);background:\\75rl(https://x.example/a)")]
    [InlineData("--x:url(https://x.example/a);color:var(--x);width:attr(x);width:env(x)")]
    [InlineData("font-family:'\\22;color:red;x:\\22';font-family:url(x)")]
    [InlineData("animation:x 1s;transition:all 1s;will-change:transform")]
    [InlineData("box-shadow:0 0 0 9999px #fff;outline:9999px solid #fff;text-shadow:0 0 red")]
    [InlineData("color:red blue;color:12;color:#12;margin:1px 2px 3px 4px 5px")]
    [InlineData("width:10xyz;width:NaNpx;width:{};color:}")]
    [InlineData("width:calc('(' 1px);width:calc(1px ')' 1px);width:calc(\\28 1px);width:calc(1px ']')")]
    [InlineData("width:calc(100% - (2 *")]
    [InlineData("display:table-column;display:table-column-group;display:none;display:contents")]
    [InlineData("unicode-bidi:bidi-override;writing-mode:vertical-rl")]
    public void Everything_else_goes(string style) => Assert.Equal("", Bodies.Inline(style));

    [Fact]
    public void A_refused_declaration_takes_no_other_with_it() =>
        Assert.Equal("color:red;margin:0;", Bodies.Inline("color:red;position:fixed;background:url('a;b');margin:0;width:('"));
}
