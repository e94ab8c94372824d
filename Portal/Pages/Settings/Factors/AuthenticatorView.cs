using Portal.Core.Accounts.Factors;
using QRCoder;

namespace Portal.Pages.Settings.Factors;

/// <summary>What is shown of a secret for an authenticator app.</summary>
/// <param name="Token">The secret, sealed, for the form.</param>
/// <param name="Text">The secret in base 32, in groups of four.</param>
/// <param name="Uri">The secret as apps on the same device take it.</param>
/// <param name="Picture">The same as a QR code, a data URI.</param>
internal sealed record AuthenticatorView(string Token, string Text, string Uri, string Picture)
{
    private const int GroupLength = 4;
    private const int PixelsPerModule = 4;

    public static AuthenticatorView Of(byte[] secret, string token, string tenant, string address)
    {
        var text = Base32.Write(secret);
        var issuer = System.Uri.EscapeDataString(tenant);
        var uri = $"otpauth://totp/{issuer}:{System.Uri.EscapeDataString(address)}?secret={text}&issuer={issuer}";
        return new AuthenticatorView(token, string.Join(' ', text.Chunk(GroupLength).Select(group => new string(group))), uri, Draw(uri));
    }

    private static string Draw(string uri)
    {
        using var data = QRCodeGenerator.GenerateQrCode(uri, QRCodeGenerator.ECCLevel.M);
        using var picture = new PngByteQRCode(data);
        return $"data:image/png;base64,{Convert.ToBase64String(picture.GetGraphic(PixelsPerModule))}";
    }
}
