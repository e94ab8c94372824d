using Xunit;

namespace Portal.Core.Tests.Html;

public sealed class StyleSheetTests
{
    [Theory]
    [InlineData("p{color:red}", "p{color:red;}")]
    [InlineData(".a.b,#c > td  p{margin:0 AUTO}", ".m-a.m-b,#m-c>td p{margin:0 auto;}")]
    [InlineData("*{box-sizing:border-box}", "*{box-sizing:border-box;}")]
    [InlineData("a:link,a:visited,a:hover{color:#06c !important}", "a{color:#06c!important;}")]
    [InlineData("<!-- p{color:red} -->", "p{color:red;}")]
    [InlineData("p{color:red;;;color:blue;x}", "p{color:red;color:blue;}")]
    [InlineData("p{col\\6fr:r\\65 d}", "p{color:red;}")]
    public void Plain_rules_are_written_anew(string sheet, string expected) => Assert.Equal(expected, Bodies.Css(sheet));

    [Theory]
    [InlineData("input[value^=a]{color:red}")]
    [InlineData("p::before{content:'x'}")]
    [InlineData("a:hover{color:red}")]
    [InlineData("p:has(a){color:red}")]
    [InlineData("p~a,p+a{color:red}")]
    [InlineData("html{color:red}")]
    [InlineData("iframe{color:red}")]
    [InlineData("@import 'https://x.example/a.css'; ")]
    [InlineData("@import url(https://x.example/a.css);")]
    [InlineData("@font-face{font-family:x;src:url(https://x.example/f)}")]
    [InlineData("@namespace x 'y';")]
    [InlineData("@supports (color:red){p{color:red}}")]
    [InlineData("@container (width>1px){p{color:red}}")]
    [InlineData("@layer portal{p{color:red}}")]
    [InlineData("@media print{p{color:red}}")]
    [InlineData("@media not screen{p{color:red}}")]
    [InlineData("@media (min-resolution:2dppx){p{color:red}}")]
    [InlineData("@media (prefers-color-scheme:dark){p{color:#fff}}")]
    [InlineData("@media screen{@media screen{p{color:red}}}")]
    [InlineData("@charset 'x';")]
    [InlineData("@page{margin:0}")]
    public void Rules_outside_the_grammar_go_and_the_next_rule_stays(string sheet) => Assert.Equal("p{margin:0;}", Bodies.Css(sheet + "p{margin:0}"));

    [Theory]
    [InlineData("@media only screen and (max-width: 600px){.a{width:100%!important}}", "@media (max-width:600px){.m-a{width:100%!important;}}")]
    [InlineData("@media screen and (min-device-width:40em) and (max-width:60em){p{margin:0}}", "@media (min-width:40em) and (max-width:60em){p{margin:0;}}")]
    [InlineData("@media (prefers-color-scheme: light) and (max-width:9px){p{margin:0}}@media (prefers-color-scheme:light){p{color:#111}}", "@media (max-width:9px){p{margin:0;}}p{color:#111;}")]
    [InlineData("@media screen{p{margin:0}}", "p{margin:0;}")]
    [InlineData("@media print, screen{p{margin:0}}", "p{margin:0;}")]
    [InlineData("@media (max-width:9px){p{margin:0}}p{padding:0}@media (max-width:9px){p{margin:1px}}", "@media (max-width:9px){p{margin:0;}}p{padding:0;}@media (max-width:9px){p{margin:1px;}}")]
    public void Conditions_of_width_are_kept_and_those_of_light_always_hold(string sheet, string expected) => Assert.Equal(expected, Bodies.Css(sheet));

    [Theory]
    [InlineData("@media (max-width:600px){p{display:none}}")]
    [InlineData("@media (max-width:600px){p{color:#fff;background:#fff;font-size:0}}")]
    [InlineData("@media (prefers-color-scheme:dark){p{display:none;visibility:hidden}}")]
    public void No_condition_hides_text(string sheet) => Assert.Equal("", Bodies.Css(sheet));

    [Fact]
    public void The_media_attribute_of_a_sheet_is_a_condition()
    {
        Assert.Equal("", Bodies.Css("").Trim());
        Assert.Contains("@media (max-width:5px){p{margin:0;}}", Bodies.Sanitise("<style media='screen and (max-width:5px)'>p{margin:0}</style>").Html.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("p{margin:0;}", Bodies.Sanitise("<style media=print>p{margin:0}</style>").Html.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("p{margin:0;}", Bodies.Sanitise("<style type='text/less'>p{margin:0}</style>").Html.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sheet_in_a_template_or_in_a_drawing_does_not_count() =>
        Assert.DoesNotContain("margin:3px", Bodies.Sanitise("<template><style>p{margin:3px}</style></template><svg><style>p{margin:3px}</style></svg>").Html.Markup, StringComparison.Ordinal);

    [Theory]
    [InlineData("p{font-family:'</style><script>alert(1)</script>'}")]
    [InlineData("p{font-family:'\\3c/style\\3e\\3cscript\\3e alert(1)'}")]
    [InlineData("p\\3c/style\\3e{color:red}")]
    [InlineData(".\\3c/style\\3e{margin:0}")]
    public void Nothing_ends_the_style_element(string sheet)
    {
        var document = Bodies.Document($"<style>{sheet}</style>x");

        Assert.Empty(document.QuerySelectorAll("script"));
        Assert.DoesNotContain("<", AllowList.Style(document), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mail_without_colours_follows_the_reader() =>
        Assert.Contains("color-scheme:light dark", Bodies.Sanitise("<p style='margin:0'>x").Html.Markup, StringComparison.Ordinal);

    [Theory]
    [InlineData("<p style='color:#000'>x")]
    [InlineData("<style>p{background:#eee}</style>x")]
    [InlineData("<font color=red>x")]
    [InlineData("<body bgcolor=white>x")]
    [InlineData("<body text=black>x")]
    public void A_mail_with_colours_keeps_a_light_ground(string html) =>
        Assert.DoesNotContain("color-scheme:light dark", Bodies.Sanitise(html).Html.Markup, StringComparison.Ordinal);
}
