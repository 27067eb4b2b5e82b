#pragma once
/// Fills every listed struct by its list of members: counted (the same on every run, for golden
/// files) or drawn from a seed.

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/ids.h"
#include "core/instant.h"
#include "core/refusal.h"
#include "core/won.h"
#include "record/fields.h"

namespace delivery::tests {

/// Counts up: every leaf differs from every other, every optional is there, every list has two.
class Counted {
  public:
    template <class Integer>
    Integer number() {
        return static_cast<Integer>(++m_count);
    }
    std::string text() { return "글 " + std::to_string(++m_count); }
    bool present() { return true; }
    std::size_t length() { return 2; }
    std::size_t choice(std::size_t choices) {
        return static_cast<std::size_t>(++m_count) % choices;
    }

  private:
    std::int64_t m_count = 0;
};

/// Draws from a seed (splitmix64), edges of every range and awkward texts included.
class Drawn {
  public:
    explicit Drawn(std::uint64_t seed) : m_state(seed) {}
    template <class Integer>
    Integer number() {
        using Limits = std::numeric_limits<Integer>;
        switch (choice(6)) {
            case 0:
                return 0;
            case 1:
                return Limits::max();
            case 2:
                return Limits::min();
            default:
                return static_cast<Integer>(next());
        }
    }
    std::string text() {
        static const std::array<std::string, 9> texts{"",
                                                      "song",
                                                      "서울 용산구 용산동",
                                                      "\"quoted\" \\ back/slash",
                                                      "line\nbreak\ttab",
                                                      std::string("nul\0inside", 10),
                                                      "😀 emoji",
                                                      "\x7f\x01",
                                                      "{\"is\":\"Cooked\"}"};
        return texts.at(choice(texts.size()));
    }
    bool present() { return choice(2) == 0; }
    std::size_t length() { return choice(4); }
    std::size_t choice(std::size_t choices) { return next() % choices; }

  private:
    std::uint64_t next() {
        m_state += 0x9e3779b97f4a7c15U;
        std::uint64_t mixed = m_state;
        mixed = (mixed ^ (mixed >> 30U)) * 0xbf58476d1ce4e5b9U;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94d049bb133111ebU;
        return mixed ^ (mixed >> 31U);
    }
    std::uint64_t m_state;
};

template <class Source, class T>
void fill(Source& source, T& into);

namespace filling {

template <class Source>
void one(Source& source, bool& into) {
    into = source.present();
}
template <class Source, std::integral Integer>
void one(Source& source, Integer& into) {
    into = source.template number<Integer>();
}
template <class Source>
void one(Source& source, std::string& into) {
    into = source.text();
}
template <class Source, class Tag>
void one(Source& source, NumberId<Tag>& into) {
    into = NumberId<Tag>{source.template number<std::int64_t>()};
}
template <class Source, class Tag>
void one(Source& source, TextId<Tag>& into) {
    into = TextId<Tag>{source.text()};
}
template <class Source>
void one(Source& source, Won& into) {
    into = Won{source.template number<std::int64_t>()};
}
template <class Source>
void one(Source& source, Instant& into) {
    into = Instant{source.template number<std::int64_t>()};
}
template <class Source>
void one(Source& source, RefusalCode& into) {
    into = allRefusalCodes().at(source.choice(allRefusalCodes().size()));
}
template <class Source>
void one(Source& source, std::map<std::string, std::string>& into) {
    for (std::size_t i = source.length(); i > 0; --i) into[source.text()] = source.text();
}
template <class Source, class E>
requires std::is_enum_v<E>
void one(Source& source, E& into) {
    const auto& names = record::Names<E>::list;
    into = names.at(source.choice(names.size())).first;
}
template <class Source, class T>
void one(Source& source, std::optional<T>& into) {
    into.reset();
    if (source.present()) fill(source, into.emplace());
}
template <class Source, class T>
void one(Source& source, std::vector<T>& into) {
    into.resize(source.length());
    for (T& element : into) fill(source, element);
}
template <class Source, record::Listed T>
void one(Source& source, T& into) {
    std::apply([&](const auto&... field) { (fill(source, into.*field.member), ...); },
               record::Fields<T>::list);
}
template <class Source, class... Cases>
void one(Source& source, std::variant<Cases...>& into) {
    const std::size_t chosen = source.choice(sizeof...(Cases));
    std::size_t index = 0;
    const auto tryCase = [&]<class Case>(std::in_place_type_t<Case>) {
        if (index++ == chosen) fill(source, into.template emplace<Case>());
    };
    (tryCase(std::in_place_type<Cases>), ...);
}

}  // namespace filling

template <class Source, class T>
void fill(Source& source, T& into) {
    filling::one(source, into);
}

/// One counted value of every case of a variant, or of a type that is one, by the case's name.
template <class Variant>
struct EveryCase {
    template <class Visit>
    static void visit(const Visit& visitCase) {
        visitCases(visitCase, static_cast<const Variant*>(nullptr));
    }

  private:
    template <class Visit, class... Cases>
    static void visitCases(const Visit& visitCase, const std::variant<Cases...>*) {
        const auto each = [&]<class Case>(std::in_place_type_t<Case>) {
            Counted counted;
            Case one{};
            fill(counted, one);
            visitCase(std::string(record::Fields<Case>::typeName), Variant{std::move(one)});
        };
        (each(std::in_place_type<Cases>), ...);
    }
};

}  // namespace delivery::tests
