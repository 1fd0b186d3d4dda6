using Atelier.Providers.Keys;

namespace Atelier.Providers.Tests.Keys;

public sealed class KeyMarkTests
{
    [Fact]
    public void Of_AnyKey_IsReadBackAndHoldsNothingOfIt()
    {
        const string Key = "sk-0123456789abcdef0123456789abcdef";

        var mark = KeyMark.Of("openai", "OPENAI_API_KEY_2", Key);

        Assert.Equal(mark, KeyMark.Read(mark.ToString()));
        Assert.Matches("^OPENAI_API_KEY_2#[0-9a-f]{12}$", mark.ToString());
        Assert.Equal(mark.Print, KeyMark.Of("openai", "ANOTHER_NAME", Key).Print);
        Assert.NotEqual(mark.Print, KeyMark.Of("openai", "OPENAI_API_KEY_2", $"{Key}0").Print);
        Assert.NotEqual(mark.Print, KeyMark.Of("piapi", "OPENAI_API_KEY_2", Key).Print);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("#0123456789ab")]
    [InlineData("OPENAI_API_KEY")]
    public void Read_NoMark_IsNone(string? text) => Assert.Null(KeyMark.Read(text));
}
