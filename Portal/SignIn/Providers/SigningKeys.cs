using Microsoft.IdentityModel.Tokens;

namespace Portal.SignIn.Providers;

/// <summary>Chooses the one key that may have signed a token: never by trying, and never one of another kind than the algorithm's.</summary>
internal static class SigningKeys
{
    private const int LeastRsaBits = 2048;

    /// <summary>The key of that id; without an id the only key there is.</summary>
    /// <returns>Null where there is none, or more than one.</returns>
    public static SecurityKey? Choose(IReadOnlyList<JsonWebKey> keys, string algorithm, string? id)
    {
        var fitting = keys.Where(key => Fits(key, algorithm)).ToList();
        if (!string.IsNullOrEmpty(id))
        {
            fitting = fitting.FindAll(key => key.Kid == id);
        }

        return fitting is [var only] ? only : null;
    }

    private static bool Fits(JsonWebKey key, string algorithm) =>
        key.Use is null or "" or "sig"
        && (string.IsNullOrEmpty(key.Alg) || key.Alg == algorithm)
        && algorithm switch
        {
            ['R' or 'P', 'S', ..] => key.Kty == JsonWebAlgorithmsKeyTypes.RSA && key.KeySize >= LeastRsaBits,
            "ES256" => key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P256 },
            "ES384" => key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P384 },
            "ES512" => key is { Kty: JsonWebAlgorithmsKeyTypes.EllipticCurve, Crv: JsonWebKeyECTypes.P521 },
            _ => false,
        };
}
