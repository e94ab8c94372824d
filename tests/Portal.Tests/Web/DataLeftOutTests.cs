using System.IO.Compression;
using System.Text.Json;
using Portal.Tests.Web.Factors;
using Xunit;

namespace Portal.Tests.Web;

/// <summary>What the download of all data lacks is said on its page, and in it.</summary>
public sealed class DataLeftOutTests
{
    private const string Bob = "bob@example.org";
    private const string Page = "/settings/data";
    private const string SecondStep = "href=\"/sign-in/second?returnUrl=/settings/data\"";
    private const string Unlock = "href=\"/unlock?returnUrl=/settings/data\"";

    [Fact]
    public async Task Messages_that_need_the_second_step_are_told_of_before_and_named_apart_from_damaged_ones()
    {
        await using var portal = await TestPortal.StartAsync();
        var guarded = await portal.DeliverAsync(Bob, "X-Portal-Second-Factor: yes\n" + Mails.Plain("Guarded"));
        using var reader = await portal.RegisterAsync(guarded);

        var page = await reader.ReadAsync(Page);
        Assert.Contains("One message needs your second step", page, StringComparison.Ordinal);
        Assert.Contains(SecondStep, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Unlock, page, StringComparison.Ordinal);
        using (var json = await DownloadAsync(reader))
        {
            Assert.Equal(guarded.Id, Assert.Single(json.RootElement.GetProperty("messagesThatNeedSecondFactor").EnumerateArray()).GetGuid());
            Assert.Equal(0, json.RootElement.GetProperty("damagedMessages").GetArrayLength());
        }

        await portal.AddAppAsync(reader);
        Assert.DoesNotContain(SecondStep, await reader.ReadAsync(Page), StringComparison.Ordinal);
        using var whole = await DownloadAsync(reader);
        Assert.Equal(0, whole.RootElement.GetProperty("messagesThatNeedSecondFactor").GetArrayLength());
        Assert.Equal(
            "appAdded", whole.RootElement.GetProperty("waysIn").GetProperty("changes").EnumerateArray().First().GetProperty("change").GetString());
    }

    [Fact]
    public async Task Closed_messages_are_told_of_before_and_named()
    {
        await using var portal = await TestPortal.StartAsync(("Tenants:default:MailboxRecovery", "RecipientOnly"));
        var mail = await portal.DeliverAsync(Bob, Mails.Plain());
        using var reader = portal.Browser();
        await reader.SubmitAsync(
            $"/n/{mail.Token}", "/register",
            ("initialPassword", mail.InitialPassword!), ("name", "Bob"), ("newPassword", Deliveries.Password), ("repeatPassword", Deliveries.Password));
        var reset = await ForgottenTests.AskAsync(portal, reader);
        await reader.SubmitAsync(reset, reset, ("newPassword", "nine tired lanterns"), ("repeatPassword", "nine tired lanterns"), ("lose", "true"));
        await reader.SubmitAsync("/sign-in", "/sign-in", ("email", Bob), ("password", "nine tired lanterns"));

        var page = await reader.ReadAsync(Page);
        Assert.Contains($"The messages of {Bob} are closed", page, StringComparison.Ordinal);
        Assert.Contains(Unlock, page, StringComparison.Ordinal);
        using var json = await DownloadAsync(reader);
        var closed = Assert.Single(json.RootElement.GetProperty("closedMailboxes").EnumerateArray());
        Assert.Equal((Bob, 1), (closed.GetProperty("address").GetString(), closed.GetProperty("messages").GetInt32()));
    }

    [Fact]
    public async Task Where_nothing_is_left_out_nothing_is_said()
    {
        await using var portal = await TestPortal.StartAsync();
        using var reader = await portal.RegisteredAsync(Bob);
        var page = await reader.ReadAsync(Page);
        Assert.DoesNotContain(SecondStep, page, StringComparison.Ordinal);
        Assert.DoesNotContain(Unlock, page, StringComparison.Ordinal);
        using var json = await DownloadAsync(reader);
        Assert.Equal(0, json.RootElement.GetProperty("closedMailboxes").GetArrayLength());
    }

    private static async Task<JsonDocument> DownloadAsync(Browser reader)
    {
        var response = await reader.SubmitAsync(Page, Page);
        await using var archive = new ZipArchive(await response.Content.ReadAsStreamAsync());
        await using var entry = await archive.GetEntry("account.json")!.OpenAsync();
        return await JsonDocument.ParseAsync(entry);
    }
}
