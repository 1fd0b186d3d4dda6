using Atelier.Server.Policy;
using Atelier.Server.Providers;
using Atelier.Server.Setup;

namespace Atelier.Server.Tests.Policy;

public sealed class ModerationSettingTests
{
    private static readonly ProviderSetting OpenAi = new() { Id = "openai", Key = "sk-test" };

    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("none", false)]
    [InlineData("openai", true)]
    public void Read_KeyIsSet_OnlyTheOperatorsWordSendsPrompts(string? text, bool on) =>
        Assert.Equal(on, ModerationSetting.Read(text, [OpenAi]));

    [Fact]
    public void Read_WithoutKeyOrUnknown_NamesTheVariable()
    {
        var missing = Assert.Throws<SettingsException>(() => ModerationSetting.Read("openai", []));
        var unknown = Assert.Throws<SettingsException>(() => ModerationSetting.Read("yes", [OpenAi]));

        Assert.Contains("OPENAI_API_KEY", missing.Message, StringComparison.Ordinal);
        Assert.Contains("ATELIER__Policy__Moderation", unknown.Message, StringComparison.Ordinal);
    }
}
