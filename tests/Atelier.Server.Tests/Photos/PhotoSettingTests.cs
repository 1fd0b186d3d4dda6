using Atelier.Server.Accounts;
using Atelier.Server.Setup;
using Atelier.Server.Tests.Serving;
using Atelier.TestKit.Photos;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Atelier.Server.Tests.Photos;

public sealed class PhotoSettingTests
{
    [Theory]
    [Trait("Requirement", "B-02")]
    [InlineData("5MB")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("104857601")]
    [InlineData("99999999999999")]
    public void Read_FileSizeIsNone_SaysSoInASentence(string text)
    {
        var error = Assert.Throws<SettingsException>(() => Read(text));

        Assert.StartsWith("MAX_FILE_SIZE must be a whole number of bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 5_242_880)]
    [InlineData("1000", 1000)]
    public void Read_FileSize_IsWhatItSays(string text, int bytes) => Assert.Equal(bytes, Read(text).MaxFileSize);

    [Theory]
    [InlineData("MaxInMemory", "0")]
    [InlineData("SilenceSeconds", "0")]
    [InlineData("Brand", "Ein Name; filename=x")]
    public void Read_SettingOutOfRange_SaysWhichOne(string name, string value)
    {
        var services = new ServiceCollection();
        services.AddSingleton(Setting(name, value));
        services.AddAccountDoors();
        using var provider = services.BuildServiceProvider();

        var error = Assert.Throws<OptionsValidationException>(() =>
            provider.GetRequiredService<IOptions<PhotoOptions>>().Value
        );

        Assert.Contains($"Photo:{name}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_SessionsThatLiveNoTime_SaysWhichSetting()
    {
        await using var server = new TestServer
        {
            Replace = services => services.AddSingleton(Setting("IdleMinutes", "0")),
        };

        var error = await Assert.ThrowsAsync<OptionsValidationException>(async () => await server.InitializeAsync());

        Assert.Contains("Photo:IdleMinutes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Requirement", "B-02")]
    [Trait("Requirement", "B-42")]
    public async Task Upload_OwnSizeAndBrand_AreThoseOfTheSettings()
    {
        await using var server = new TestServer
        {
            Adjust = settings => settings with { MaxFileSize = 3 * 1024 },
            Replace = services => services.PostConfigure<PhotoOptions>(photo => photo.Brand = "Atelier-1"),
        };
        await server.InitializeAsync();
        var caller = await server.AddCallerAsync();

        var large = await caller.SendAsync(HttpMethod.Post, Photo.Door, Photo.Form(new byte[3 * 1024 + 1]));
        var session = await Photo.UploadAsync(caller);
        var saved = await caller.GetAsync($"/api/files/{session}?type=input&download=true");

        PhotoRefusal.Is(large, 413, "FILE_TOO_LARGE", "File too large. Maximum size is 3KB.");
        Assert.Matches("filename=\"Atelier-1_input_[0-9]{13}.jpg\"", saved.Header("Content-Disposition"));
        Assert.True((await PhotoBytes.JpegAsync()).Length < 3 * 1024);
    }

    private static IConfiguration Setting(string name, string value) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { [$"Photo:{name}"] = value })
            .Build();

    private static ServerSettings Read(string size) =>
        ServerSettings.Read(
            new ConfigurationBuilder()
                .AddInMemoryCollection(new Dictionary<string, string?> { ["MAX_FILE_SIZE"] = size })
                .Build()
        );
}
