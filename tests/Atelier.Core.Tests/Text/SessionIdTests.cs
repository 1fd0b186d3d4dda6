using Atelier.Core.Text;

namespace Atelier.Core.Tests.Text;

public sealed class SessionIdTests
{
    [Theory]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301", true)]
    [InlineData("3F2504E0-4F89-41D3-9A0C-0305E82C3301", true)]
    [InlineData("3f2504e0-4f89-41d3-8a0c-0305e82c3301", true)]
    [InlineData("3f2504e0-4f89-41d3-Ba0c-0305e82c3301", true)]
    // Version, variant
    [InlineData("3f2504e0-4f89-11d3-9a0c-0305e82c3301", false)]
    [InlineData("3f2504e0-4f89-71d3-9a0c-0305e82c3301", false)]
    [InlineData("3f2504e0-4f89-41d3-7a0c-0305e82c3301", false)]
    [InlineData("3f2504e0-4f89-41d3-ca0c-0305e82c3301", false)]
    // Shape
    [InlineData("", false)]
    [InlineData("00000000-0000-0000-0000-000000000000", false)]
    [InlineData("3f2504e04f8941d39a0c0305e82c3301", false)]
    [InlineData("{3f2504e0-4f89-41d3-9a0c-0305e82c3301}", false)]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c330", false)]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c33011", false)]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c3301\n", false)]
    [InlineData("3f2504e0-4f89-41d3-9a0c-0305e82c330g", false)]
    [InlineData("3f2504e0_4f89-41d3-9a0c-0305e82c3301", false)]
    [InlineData("３f2504e0-4f89-41d3-9a0c-0305e82c3301", false)]
    [InlineData("../../../../etc/passwd-41d3-9a0c-030", false)]
    public void IsValid_Text_IsAUuidOfVersionFour(string text, bool valid) =>
        Assert.Equal(valid, SessionId.IsValid(text));
}
