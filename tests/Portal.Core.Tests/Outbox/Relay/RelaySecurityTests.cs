using System.Text;
using Portal.Core.Outbox;
using Portal.Core.Outbox.Relay;
using Xunit;

namespace Portal.Core.Tests.Outbox.Relay;

public sealed class RelaySecurityTests : RelayFixture
{
    public RelaySecurityTests() => Server.Extensions = ["STARTTLS", "AUTH PLAIN LOGIN"];

    [Fact]
    public async Task Opportunistic_takes_any_certificate()
    {
        UseCertificate("somebody-else.example");
        Settings.Security = RelaySecurity.Opportunistic;
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.Contains(Server.Lines, line => line.StartsWith("1T MAIL", StringComparison.Ordinal));
        Assert.Contains("1T EHLO portal.example", Server.Lines);
    }

    [Fact]
    public async Task Opportunistic_goes_without_where_nothing_is_offered_or_the_handshake_fails()
    {
        Settings.Security = RelaySecurity.Opportunistic;
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.Equal(2, Server.Connections);
        Server.Reply = (verb, _) => verb == "STARTTLS" ? "454 4.7.0 not now" : null;
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Server.Extensions = [];
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.DoesNotContain(Server.Lines, line => line.Contains("T MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("somebody-else.example", true)]
    [InlineData("127.0.0.1", false)]
    public async Task Required_sends_nothing_over_a_certificate_that_is_not_good(string name, bool trusted)
    {
        var authority = UseCertificate(name);
        (Settings.Security, Settings.CertificateAuthorityFile) = (RelaySecurity.Required, trusted ? authority : "");
        Assert.Equal(new SendOutcome.Deferred("TLS refused"), await SendAsync());
        Assert.DoesNotContain(Server.Lines, line => line.Contains("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Required_sends_over_a_certificate_of_a_named_authority()
    {
        (Settings.Security, Settings.CertificateAuthorityFile) = (RelaySecurity.Required, UseCertificate());
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.Contains(Server.Lines, line => line.StartsWith("1T MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Required_sends_nothing_where_STARTTLS_was_stripped()
    {
        (Settings.Security, Server.Extensions) = (RelaySecurity.Required, []);
        Assert.Equal(new SendOutcome.Deferred("STARTTLS not offered"), await SendAsync());
    }

    [Fact]
    public async Task Replies_that_were_slipped_in_before_TLS_are_not_believed()
    {
        (Settings.Security, Settings.CertificateAuthorityFile) = (RelaySecurity.Required, UseCertificate());
        Server.Reply = (verb, _) => verb == "STARTTLS" ? "220 ready\r\n250 injected" : null;
        Assert.Equal(new SendOutcome.Deferred("garbled reply"), await SendAsync());
    }

    [Fact]
    public async Task Implicit_speaks_TLS_from_the_first_byte()
    {
        (Settings.Security, Settings.CertificateAuthorityFile, Server.ImplicitTls) = (RelaySecurity.Implicit, UseCertificate(), true);
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.All(Server.Lines, line => Assert.StartsWith("1T", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("AUTH PLAIN LOGIN", "1T AUTH PLAIN AHVzZXIAcMOkc3M=")]
    [InlineData("AUTH=PLAIN", "1T AUTH PLAIN AHVzZXIAcMOkc3M=")]
    public async Task It_signs_in_with_PLAIN_behind_TLS(string offer, string line)
    {
        SignIn();
        (Settings.Security, Settings.CertificateAuthorityFile, Server.Extensions) = (RelaySecurity.Required, UseCertificate(), ["STARTTLS", offer]);
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.Contains(line, Server.Lines);
    }

    [Fact]
    public async Task It_signs_in_with_LOGIN_where_there_is_nothing_else()
    {
        SignIn();
        (Settings.Security, Settings.CertificateAuthorityFile, Server.Extensions) = (RelaySecurity.Required, UseCertificate(), ["STARTTLS", "AUTH LOGIN"]);
        var (user, password) = (Convert.ToBase64String("user"u8), Convert.ToBase64String(Encoding.UTF8.GetBytes("päss")));
        Server.Reply = (verb, line) => verb == "AUTH" ? "334 VXNlcm5hbWU6" : line == user ? "334 UGFzc3dvcmQ6" : line == password ? "235 in" : null;
        Assert.IsType<SendOutcome.Sent>(await SendAsync());
        Assert.Contains($"1T {password}", Server.Lines);
    }

    [Theory]
    [InlineData("535 5.7.8 wrong", "535 5.7.8")]
    [InlineData("454 4.7.0 later", "454 4.7.0")]
    [InlineData("250 ok", "250")]
    public async Task A_failed_sign_in_defers_the_mail(string reply, string code)
    {
        SignIn();
        Server.Reply = (verb, _) => verb == "AUTH" ? reply : null;
        Assert.Equal(new SendOutcome.Deferred(code), await SendAsync());
        Assert.Empty(Server.Mails);
    }

    [Fact]
    public async Task No_known_mechanism_and_no_password_file_defer_the_mail()
    {
        SignIn();
        Server.Extensions = ["AUTH GSSAPI"];
        Assert.Equal(new SendOutcome.Deferred("no known AUTH mechanism"), await SendAsync());
        Server.Extensions = ["AUTH PLAIN"];
        File.Delete(Settings.PasswordFile);
        Assert.Equal(new SendOutcome.Deferred("password file unreadable"), await SendAsync());
    }

    private void SignIn() => (Settings.UserName, Settings.PasswordFile) = ("user", FileOf("password", "päss\n"));
}
