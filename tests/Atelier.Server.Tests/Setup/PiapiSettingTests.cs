using Atelier.Server.Setup;
using Microsoft.Extensions.Configuration;

namespace Atelier.Server.Tests.Setup;

/// <summary>What PiAPI can be told beside its key.</summary>
[Trait("Requirement", "A-40")]
public sealed class PiapiSettingTests
{
    [Fact]
    public void Read_Nothing_TakesTheRealAddressesAndHoles()
    {
        var setting = Assert.Single(Read().Providers);

        Assert.Equal(
            ("piapi", null, null, false, false),
            (setting.Id, setting.BaseUrl, setting.UploadUrl, setting.MaskAsFile, setting.HistoryShowsRunning)
        );
    }

    [Fact]
    public void Read_All_IsTaken()
    {
        var setting = Assert.Single(
            Read(
                ("BaseUrl", "http://127.0.0.1:1/a"),
                ("UploadUrl", "http://127.0.0.1:2"),
                ("MaskAsFile", "true"),
                ("HistoryShowsRunning", "true")
            ).Providers
        );

        Assert.Equal(
            (new Uri("http://127.0.0.1:1/a"), new Uri("http://127.0.0.1:2"), true, true),
            (setting.BaseUrl, setting.UploadUrl, setting.MaskAsFile, setting.HistoryShowsRunning)
        );
    }

    [Theory]
    [InlineData("UploadUrl", "upload.theapi.app")]
    [InlineData("UploadUrl", "ftp://127.0.0.1")]
    [InlineData("MaskAsFile", "perhaps")]
    [InlineData("HistoryShowsRunning", "perhaps")]
    public void Read_Nonsense_StopsTheStartWithItsName(string name, string value) =>
        Assert.StartsWith(
            $"ATELIER__Providers__piapi__{name}",
            Assert.Throws<SettingsException>(() => Read((name, value))).Message,
            StringComparison.Ordinal
        );

    private static ServerSettings Read(params (string Name, string Value)[] settings) =>
        ServerSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(
                    settings
                        .Select(setting =>
                            KeyValuePair.Create($"ATELIER:Providers:piapi:{setting.Name}", (string?)setting.Value)
                        )
                        .Append(KeyValuePair.Create("PIAPI_API_KEY", (string?)"pi-one"))
                )
                .Build()
        );
}
