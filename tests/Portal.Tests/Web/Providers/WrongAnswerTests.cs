using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Portal.Tests.Web.Providers;

/// <summary>A provider's answers that are wrong in one place each, after the conformance profile for relying parties: nobody is signed in.</summary>
public sealed class WrongAnswerTests(ProviderBench bench) : IClassFixture<ProviderBench>
{
    private static readonly Dictionary<string, Action<Answers>> Wrong = new()
    {
        ["alg none"] = a => { a.Header["alg"] = "none"; a.Sign = _ => []; },
        ["alg none with the signature left"] = a => a.Header["alg"] = "none",
        ["another issuer"] = a => a.Claims["iss"] = "https://evil.example",
        ["no issuer"] = a => a.Claims.Remove("iss"),
        ["another audience"] = a => a.Claims["aud"] = "another-client",
        ["no audience"] = a => a.Claims.Remove("aud"),
        ["an audience that begins like ours"] = a => a.Claims["aud"] = FakeProvider.ClientId + "2",
        ["two audiences and no authorized party"] = a => a.Claims["aud"] = new[] { FakeProvider.ClientId, "another-client" },
        ["another authorized party"] = a => a.Claims["azp"] = "another-client",
        ["no nonce"] = a => a.LeavesNonceOut = true,
        ["another nonce"] = a => a.Claims["nonce"] = "another",
        ["a nonce that is no text"] = a => a.Claims["nonce"] = 7,
        ["another key's signature"] = a => a.Sign = input => Answers.OtherKey.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        ["a changed signature"] = a => { var sign = a.Sign; a.Sign = input => { var s = sign(input); s[7] ^= 1; return s; }; },
        ["no subject"] = a => a.Claims.Remove("sub"),
        ["an empty subject"] = a => a.Claims["sub"] = "",
        ["a subject with NUL"] = a => a.Claims["sub"] = "person\0-1",
        ["a subject that is a number"] = a => a.Claims["sub"] = 7,
        ["a subject without end"] = a => a.Claims["sub"] = new string('x', 256),
        ["HS256 with the client's secret"] = a => Hmac(a, Encoding.UTF8.GetBytes(FakeProvider.Secret)),
        ["HS256 with the public key as secret"] = a => Hmac(a, Encoding.UTF8.GetBytes(Answers.Key.ExportSubjectPublicKeyInfoPem())),
        ["HS256 with a published symmetric key"] = a =>
        {
            Hmac(a, new byte[32]);
            a.Keys = [new { kty = "oct", kid = "k1", k = Answers.Base64(new byte[32]) }];
        },
        ["another algorithm than is pinned"] = a =>
        {
            a.Header["alg"] = "PS256";
            a.Sign = input => Answers.Key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);
        },
        ["an unknown key"] = a => a.Header["kid"] = "k2",
        ["a key in the header"] = a =>
        {
            a.Header["jwk"] = Answers.Public(Answers.OtherKey, "k1");
            a.Sign = input => Answers.OtherKey.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        },
        ["several keys and none named"] = a =>
        {
            a.Header.Remove("kid");
            a.Keys = [Answers.Public(Answers.Key, "k1"), Answers.Public(Answers.OtherKey, "k2")];
        },
        ["a short key"] = a =>
        {
            using var weak = RSA.Create(1024);
            var pem = weak.ExportRSAPrivateKeyPem();
            a.Keys = [Answers.Public(weak, "k1")];
            a.Sign = input => { using var key = RSA.Create(); key.ImportFromPem(pem); return key.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); };
        },
        ["no time of issue"] = a => a.Claims.Remove("iat"),
        ["a time of issue that is text"] = a => a.Claims["iat"] = $"{a.Claims["iat"]}",
        ["issued in the future"] = a => a.Claims["iat"] = (long)a.Claims["iat"]! + 600,
        ["issued an hour ago"] = a => a.Claims["iat"] = (long)a.Claims["iat"]! - 3600,
        ["ended"] = a => a.Claims["exp"] = (long)a.Claims["iat"]! - 300,
        ["no end"] = a => a.Claims.Remove("exp"),
        ["not yet good"] = a => a.Claims["nbf"] = (long)a.Claims["iat"]! + 600,
        ["another access token's hash"] = a => a.Claims["at_hash"] = Answers.Base64(SHA256.HashData("another"u8)[..16]),
        ["the whole hash"] = a => a.Claims["at_hash"] = Answers.Base64(SHA256.HashData(Encoding.ASCII.GetBytes(Answers.AccessToken))),
        ["userinfo of somebody else"] = a => { a.UserInfo = new() { ["sub"] = "somebody-else", ["email"] = a.Claims["email"], ["email_verified"] = true }; a.Claims.Remove("email"); },
        ["userinfo of nobody"] = a => { a.UserInfo = new() { ["email"] = a.Claims["email"], ["email_verified"] = true }; a.Claims.Remove("email"); },
        ["no identity token"] = a => a.LeavesIdTokenOut = true,
        ["another kind of access token"] = a => a.TokenType = "mac",
        ["an unknown client"] = a => a.KnowsClient = (_, _) => false,
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nobody_is_signed_in_by(string what)
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        Wrong[what](bench.Provider.Next);
        using var browser = bench.Portal.Browser();
        var before = await bench.AccountsAsync();
        ProviderBench.AssertFailed("Refused", await bench.SignInAsync(browser), browser);
        Assert.Equal(before, await bench.AccountsAsync());
        Assert.Contains("did not work", await browser.ReadAsync("/sign-in?external=Refused"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_that_is_said_twice_counts_not_at_all()
    {
        var (_, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        bench.Provider.Next.Rewrite = payload => payload[..^1] + ",\"sub\":\"somebody-else\"}";
        using var browser = bench.Portal.Browser();
        var answer = await bench.SignInAsync(browser);
        Assert.StartsWith("/sign-in?external=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Null(browser.Cookie("__Host-session"));
    }

    public static TheoryData<string> Right => ["as it is", "with the right hash", "with two audiences and us as the party", "without key id, of one key", "with a key that is new", "with the address at userinfo"];

    // The control: what is right in the same places is taken.
    [Theory]
    [MemberData(nameof(Right))]
    public async Task Somebody_is_signed_in_by_an_answer(string what)
    {
        var (subject, address) = bench.NewPerson();
        await bench.Portal.DeliverAsync(address, Mails.Plain(to: address));
        var next = bench.Provider.Next;
        switch (what)
        {
            case "with the right hash":
                next.Claims["at_hash"] = Answers.Base64(SHA256.HashData(Encoding.ASCII.GetBytes(Answers.AccessToken))[..16]);
                break;
            case "with two audiences and us as the party":
                (next.Claims["aud"], next.Claims["azp"]) = (new[] { "another-client", FakeProvider.ClientId }, FakeProvider.ClientId);
                break;
            case "without key id, of one key":
                next.Header.Remove("kid");
                next.Keys = [Answers.Public(Answers.Key, null)];
                break;
            case "with the address at userinfo":
                next.UserInfo = new() { ["sub"] = subject, ["email"] = address, ["email_verified"] = true };
                next.Claims.Remove("email");
                break;
        }

        using var browser = bench.Portal.Browser();
        if (what == "with a key that is new")
        {
            var leave = await ProviderBench.LeaveAsync(browser);
            bench.Portal.Clock.Advance(TimeSpan.FromMinutes(2));
            next.Keys = [Answers.Public(Answers.OtherKey, "k2"), Answers.Public(Answers.Key, "k1")];
            next.Header["kid"] = "k2";
            next.Sign = input => Answers.OtherKey.SignData(input, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            var (code, request) = bench.Provider.Consent(leave);
            ProviderBench.AssertSignedIn(
                await browser.GetAsync(ProviderBench.Callback("work", ("code", code), ("state", request["state"]))), browser, "/messages?registered=Provider");
            return;
        }

        ProviderBench.AssertSignedIn(await bench.SignInAsync(browser), browser, "/messages?registered=Provider");
    }

    private static void Hmac(Answers answers, byte[] key)
    {
        answers.Header["alg"] = "HS256";
        answers.Sign = input => HMACSHA256.HashData(key, input);
    }
}
