namespace Portal.Core.Html;

/// <summary>
/// The style sheet below the mail's own. It lies in a layer: there its plain declarations lose against the mail's, and its important ones
/// win against all that the mail's sheets say (CSS Cascading Level 5 §6.4.4). Style attributes never carry importance.
/// </summary>
internal static class BaseStyle
{
    // On a phone, tables that were laid out for paper of 600 pixels give way: percentages alone do not bind a table inside a cell.
    private const string Common = """
        @layer portal{
        html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;padding:16px;font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif;overflow-wrap:break-word;word-wrap:break-word}
        body{min-height:0!important;height:auto!important;width:auto!important;min-width:0!important;max-width:none!important}
        div,p,span,a,li,ul,ol,dl,dd,dt,h1,h2,h3,h4,h5,h6,blockquote,center,pre,section,article,header,footer,main,aside,nav,figure{height:auto!important}
        table{font-size:inherit;color:inherit;max-width:100%!important}
        img{max-width:100%!important;border:0}
        img:not([height]){height:auto}
        pre{white-space:pre-wrap;font-family:ui-monospace,Menlo,Consolas,monospace}
        blockquote{margin:8px 0;padding:0 0 0 12px;border-left:3px solid #8a94a6}
        a{overflow-wrap:anywhere}
        .portal-text{white-space:pre-wrap;unicode-bidi:plaintext;max-width:80ch}
        .portal-text blockquote{color:inherit}
        .portal-field{display:inline-block;border:1px solid #8a94a6;border-radius:3px;padding:0 6px;margin:2px}
        .portal-blocked-image{display:inline-block;box-sizing:border-box;max-width:100%;min-width:16px;min-height:16px;padding:2px 6px;border:1px dashed #8a94a6;border-radius:3px;font-size:13px;line-height:1.4;text-align:left;vertical-align:middle;overflow-wrap:anywhere}
        @media (max-width:600px){
        table{max-width:calc(100vw - 32px)!important}
        table[width],table[style*="width"]{width:100%!important}
        td[width]:not([width*="%"]),th[width]:not([width*="%"]),td[style*="width"],th[style*="width"]{width:auto!important;min-width:0!important}
        }
        }
        """;

    // A mail that chooses colours has chosen them for paper: it keeps a light ground in dark surroundings too.
    private const string Paper = """
        @layer portal{:root{color-scheme:light}body{background:#fff;color:#1b1f24}.portal-blocked-image{background:#f3f5f7!important;color:#3b4350!important}}
        """;

    private const string Either = """
        @layer portal{:root{color-scheme:light dark}body{background:#fff;color:#1b1f24}a{color:#0b57d0}.portal-blocked-image{background:#f3f5f7!important;color:#3b4350!important}
        @media (prefers-color-scheme:dark){body{background:#16191d;color:#e6e8eb}a{color:#8ab4f8}.portal-blocked-image{background:#22272d!important;color:#c4cad1!important}}}
        """;

    /// <param name="hasColours">Whether the mail sets any colour of its own.</param>
    public static string For(bool hasColours) => (Common + (hasColours ? Paper : Either)).Replace("\n", "", StringComparison.Ordinal);
}
