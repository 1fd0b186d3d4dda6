using Atelier.Server.Setup;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.Setup;

/// <summary>Variables that are not ours alone, such as those of providers and of a page in front of the service.</summary>
public sealed class VariableTests
{
    [Fact]
    public void Read_AddressOfTheApp_IsThePublicOneUnlessOursSaysOtherwise()
    {
        var app = ("NEXT_PUBLIC_APP_URL", "https://photos.example.com");

        var alone = Read(app);
        var both = Read(app, ("ATELIER_PUBLIC_URL", "https://pictures.example.com"));

        Assert.Equal(new Uri("https://photos.example.com"), alone.PublicUrl);
        Assert.Contains("photos.example.com", alone.AllowedHosts);
        Assert.Equal(new Uri("https://pictures.example.com"), both.PublicUrl);
        Assert.Null(Read(("NEXT_PUBLIC_APP_URL", " ")).PublicUrl);
    }

    [Theory]
    [InlineData("photos.example.com")]
    [InlineData("ftp://photos.example.com")]
    public void Read_AddressOfTheAppIsNone_StopsTheStartWithItsName(string text) =>
        Assert.StartsWith(
            "NEXT_PUBLIC_APP_URL must be an http or https address",
            Assert.Throws<SettingsException>(() => Read(("NEXT_PUBLIC_APP_URL", text))).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("OPENAI_API_KEY", "sk-one two")]
    [InlineData("OPENAI_API_KEY", "sk-one\nX-Header: 1")]
    [InlineData("LEGNEXT_API_KEY", "lnü")]
    public void Read_KeyThatIsNone_StopsTheStartWithItsNameAndWithoutTheKey(string name, string key)
    {
        var failure = Assert.Throws<SettingsException>(() => Read((name, key)));

        Assert.StartsWith(name, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key[..2], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Key_SwitchesItsProviderOn()
    {
        var settings = Read(("OPENAI_API_KEY", " sk-one "), ("LEGNEXT_API_KEY", " "));

        var provider = Assert.Single(settings.Providers);
        Assert.Equal(("openai", "sk-one"), (provider.Id, provider.Key));
    }

    [Fact]
    [Trait("Requirement", "B-80")]
    public void Read_AllVariablesOfThePhotoService_AreHonoured()
    {
        var settings = Read(
            ("CLOUDFLARE_R2_ACCESS_KEY_ID", "r2-key-id"),
            ("CLOUDFLARE_R2_SECRET_ACCESS_KEY", "r2-secret-key"),
            ("CLOUDFLARE_R2_BUCKET_NAME", "photos"),
            ("CLOUDFLARE_R2_ACCOUNT_ID", "0123456789abcdef0123456789abcdef"),
            ("GOOGLE_AI_API_KEY", "google"),
            ("REPLICATE_API_TOKEN", "r8_token"),
            ("OPENAI_API_KEY", "sk-one"),
            ("MAX_FILE_SIZE", "1048576"),
            ("FREE_USER_DAILY_LIMIT", "7"),
            ("MONTHLY_BUDGET_LIMIT", "12.5"),
            ("NEXT_PUBLIC_APP_URL", "https://photos.example.com")
        );

        Assert.Equal(("photos", "r2-key-id"), (settings.Bucket!.Name, settings.Bucket.AccessKeyId));
        Assert.Equal(
            ["gemini google", "openai sk-one", "replicate r8_token"],
            settings.Providers.Select(provider => $"{provider.Id} {provider.Key}").Order(StringComparer.Ordinal)
        );
        Assert.Equal(
            (1048576, 7, 12.5m, new Uri("https://photos.example.com")),
            (settings.MaxFileSize, settings.FreeDailyLimit, settings.MonthlyBudget, settings.PublicUrl)
        );
    }

    [Theory]
    [Trait("Requirement", "B-80")]
    [InlineData("CLOUDFLARE_R2_ACCESS_KEY_ID", "a key")]
    [InlineData("CLOUDFLARE_R2_SECRET_ACCESS_KEY", "")]
    [InlineData("CLOUDFLARE_R2_BUCKET_NAME", "No Bucket")]
    [InlineData("CLOUDFLARE_R2_ACCOUNT_ID", "a/b")]
    [InlineData("GOOGLE_AI_API_KEY", "two words")]
    [InlineData("REPLICATE_API_TOKEN", "two words")]
    [InlineData("OPENAI_API_KEY", "two words")]
    [InlineData("MAX_FILE_SIZE", "5MB")]
    [InlineData("FREE_USER_DAILY_LIMIT", "five")]
    [InlineData("MONTHLY_BUDGET_LIMIT", "-1")]
    [InlineData("NEXT_PUBLIC_APP_URL", "photos")]
    public void Read_VariableWithABadValue_StopsTheStartWithItsName(string name, string value)
    {
        var variables = new Dictionary<string, string>
        {
            ["CLOUDFLARE_R2_ACCESS_KEY_ID"] = "r2-key-id",
            ["CLOUDFLARE_R2_SECRET_ACCESS_KEY"] = "r2-secret-key",
            ["CLOUDFLARE_R2_BUCKET_NAME"] = "photos",
            ["CLOUDFLARE_R2_ACCOUNT_ID"] = "0123456789abcdef0123456789abcdef",
            [name] = value,
        };

        var failure = Assert.Throws<SettingsException>(() =>
            Read([.. variables.Select(variable => (variable.Key, variable.Value))])
        );

        Assert.StartsWith(name, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData(" ", true)]
    [InlineData("on", true)]
    [InlineData("Off", false)]
    [Trait("Requirement", "C-43")]
    public void Read_SwitchOfStabilitysFirstApi_IsOnUnlessSwitchedOff(string? text, bool on)
    {
        var key = ("STABILITY_API_KEY", "sk-one");

        var settings = text is null ? Read(key) : Read(key, ("ATELIER:Providers:stability:V1", text));

        Assert.Equal(on, Assert.Single(settings.Providers).V1);
    }

    [Theory]
    [InlineData("no")]
    [InlineData("false")]
    [InlineData("0")]
    public void Read_SwitchOfStabilitysFirstApiIsNone_StopsTheStartWithItsName(string text) =>
        Assert.Equal(
            $"ATELIER__Providers__stability__V1 must be on or off; it is '{text}'.",
            Assert
                .Throws<SettingsException>(() =>
                    Read(("STABILITY_API_KEY", "sk-one"), ("ATELIER:Providers:stability:V1", text))
                )
                .Message
        );

    private static ServerSettings Read(params (string Name, string Value)[] variables) =>
        ServerSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value))
                )
                .Build()
        );
}
