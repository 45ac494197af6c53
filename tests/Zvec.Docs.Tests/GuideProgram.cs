using System.Reflection;
using System.Runtime.Loader;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Zvec.Docs.Tests;

/// <summary>A program of a guide, which can be compiled and run.</summary>
/// <param name="page">The file, for messages.</param>
/// <param name="preface">What the guide takes for granted.</param>
/// <param name="code">The guide's own code.</param>
internal sealed class GuideProgram(string page, string preface, IEnumerable<CodeBlock> code)
{
    // those of a new web project, which has the ones of a console project among them
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly IReadOnlyList<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Compiles the program, and runs it to its end.</summary>
    /// <returns>What it prints.</returns>
    public string Run()
    {
        Assembly assembly = Compile();
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            MethodInfo main = assembly.EntryPoint!;
            main.Invoke(null, BindingFlags.DoNotWrapExceptions, null, main.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }

    private Assembly Compile()
    {
        var options = new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable);
        var compilation = CSharpCompilation.Create(
            $"Guide-{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, Language), CSharpSyntaxTree.ParseText(Join(), Language)],
            References,
            options);
        using var stream = new MemoryStream();
        var errors = compilation.Emit(stream).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error)
            .Select(found => $"{found.Location.GetMappedLineSpan()}: {found.GetMessage()}")
            .ToArray();
        Assert.True(errors.Length == 0, string.Join('\n', errors));
        stream.Position = 0;
        return AssemblyLoadContext.Default.LoadFromStream(stream);
    }

    /// <summary>One file of all pieces: directives, statements, types, each where the language wants it, and with the line of the guide that
    /// it is from.</summary>
    private string Join()
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var types = new StringBuilder();
        Add("preface", 1, preface);
        foreach (CodeBlock block in code)
            Add(page, block.Line, block.Text);
        return $"{usings}{statements}{types}";

        void Add(string file, int line, string text)
        {
            SyntaxTree tree = CSharpSyntaxTree.ParseText(text, Language);
            foreach (SyntaxNode node in tree.GetRoot().ChildNodes())
            {
                StringBuilder target = node switch
                {
                    UsingDirectiveSyntax => usings,
                    GlobalStatementSyntax => statements,
                    _ => types,
                };
                int first = line + tree.GetLineSpan(node.FullSpan).StartLinePosition.Line;
                target.AppendLine($"#line {first} \"{file}\"").AppendLine(node.ToFullString());
            }
        }
    }
}
