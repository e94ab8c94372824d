using System.Globalization;
using System.Text;

namespace TestKit;

/// <summary>A newsletter as the common tools write them: preheader, sheet with conditions, nested tables, inline styles, remote pictures.</summary>
public static class Newsletter
{
    private const string Head = """
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml" xmlns:o="urn:schemas-microsoft-com:office:office" lang="en"><head>
        <meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>Winter offers</title>
        <link href="https://fonts.example.com/css?family=Lato" rel="stylesheet" type="text/css">
        <!--[if mso]><style>table{border-collapse:collapse}</style><![endif]-->
        <style type="text/css">
        @import url(https://fonts.example.com/css?family=Lato);
        @font-face{font-family:'Lato';src:url(https://fonts.example.com/lato.woff2)}
        #outlook a { padding:0; } body { margin:0;padding:0;-webkit-text-size-adjust:100%;-ms-text-size-adjust:100%; }
        table, td { border-collapse:collapse;mso-table-lspace:0pt;mso-table-rspace:0pt; } img { border:0;height:auto;line-height:100%;outline:none;text-decoration:none; }
        p { display:block;margin:13px 0; } .ExternalClass * { line-height:100%; } a:link { color:#0a7c5a } .preheader{display:none!important}
        .button:hover{background:#000} .mobile-only{display:none}
        @media only screen and (min-width:480px) { .column-50 { width:50%!important;max-width:50%; } .column-100 { width:100%!important } }
        @media only screen and (max-width:480px) { .mobile-only{display:block!important} .desktop-only{display:none!important} .stack{display:block!important;width:100%!important} }
        @media (prefers-color-scheme:dark) { .card{background-color:#20262d!important} .card p{color:#eceff1!important} }
        </style></head>
        <body style="background-color:#f2f4f6;word-spacing:normal;"><div class="preheader" style="display:none;font-size:1px;max-height:0;overflow:hidden;opacity:0">Hidden preview text &zwnj;&nbsp;</div>
        <div style="background-color:#f2f4f6;"><table align="center" border="0" cellpadding="0" cellspacing="0" role="presentation" style="width:100%;max-width:600px;background:#ffffff"><tbody>
        <tr><td style="padding:24px;text-align:center;background:#0a7c5a url(https://img.example.com/hero.jpg) center/cover no-repeat"><h1 style="margin:0;font-family:Lato,Helvetica,Arial,sans-serif;font-size:28px;line-height:36px;color:#ffffff">Winter offers</h1></td></tr>
        """;

    private const string Card = """
        <tr><td style="direction:ltr;font-size:0px;padding:12px 0;text-align:center;"><!--[if mso | IE]><table><tr><td style="width:300px"><![endif]-->
        <div class="column-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:50%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr>
        <td align="center" class="card stack" style="font-size:0px;padding:10px 25px;word-break:break-word;"><img alt="Picture of offer {0}" src="https://img.example.com/{0}.jpg" style="border:0;display:block;outline:none;height:auto;width:100%;font-size:13px;" width="250" height="180"></td></tr></tbody></table></div>
        <div class="column-50" style="font-size:0px;text-align:left;direction:ltr;display:inline-block;vertical-align:top;width:50%;"><table border="0" cellpadding="0" cellspacing="0" role="presentation" width="100%"><tbody><tr>
        <td class="card" style="font-size:0px;padding:10px 25px;word-break:break-word;"><div style="font-family:Lato,Helvetica,Arial,sans-serif;font-size:15px;line-height:22px;text-align:left;color:#2b3137;"><p style="margin:0 0 8px"><b>Offer {0}</b><br>Warm, light and made to last: the coat for {0} winters.</p></div></td></tr><tr>
        <td style="font-size:0px;padding:10px 25px"><table border="0" cellpadding="0" cellspacing="0" role="presentation" style="border-collapse:separate;line-height:100%;"><tr><td align="center" bgcolor="#0a7c5a" role="presentation" style="border:none;border-radius:4px;background:#0a7c5a;" valign="middle"><a class="button" href="https://shop.example.com/o/{0}?utm_source=mail&amp;u=abc" style="display:inline-block;background:#0a7c5a;color:#ffffff;font-family:Lato,Arial,sans-serif;font-size:14px;line-height:120%;margin:0;text-decoration:none;padding:10px 25px;border-radius:4px;" target="_blank" onclick="track()">See offer {0}</a></td></tr></table></td></tr></tbody></table></div><!--[if mso | IE]></td></tr></table><![endif]--></td></tr>
        """;

    private const string Foot = """
        <tr><td class="mobile-only">Only for phones</td></tr><tr><td style="padding:24px;font-family:Arial,sans-serif;font-size:12px;line-height:18px;color:#6b7280;text-align:center">Example Ltd, 1 Example Street · <a href="https://shop.example.com/unsubscribe" style="color:#6b7280">Unsubscribe</a></td></tr>
        </tbody></table></div><img src="https://track.example.com/open?u=abc" width="1" height="1" alt=""><script>track()</script></body></html>
        """;

    /// <summary>About 30 KB with fourteen cards.</summary>
    public static string Write(int cards = 14)
    {
        var html = new StringBuilder(Head);
        for (var i = 1; i <= cards; i++)
        {
            html.Append(Card.Replace("{0}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
        }

        return html.Append(Foot).ToString();
    }
}
